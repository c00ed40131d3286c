/**
 * Conditions on a lead: what a rule's `when` means. `rules/compile-condition.ts` turns one into a function.
 * Text is compared without regard to case, NFC-normalised and trimmed. A lead without the field fails every test except
 * `exists: false` and `notIn`; `none` holds when what it lists fails, so it holds for such a lead too.
 */

/** A value as the routing file gives it. */
export type Scalar = string | number | boolean;

export type Condition =
  /** Every part, at least one, or not a single one of them. `of` is never empty. */
  | { kind: 'all' | 'any' | 'none'; of: Condition[] }
  /** `field` is a lead field, `custom.<key>` or `emailKind`. */
  | { kind: 'test'; field: string; test: FieldTest };

export type FieldTest =
  /** `written`: how the routing file says it, where a country group stands for many codes. */
  | { op: 'in' | 'notIn'; values: Scalar[]; written?: string[] }
  | { op: 'gt' | 'gte' | 'lt' | 'lte'; value: number }
  /** Both ends included. */
  | { op: 'between'; from: number; to: number }
  /** One of the texts is enough. */
  | { op: 'contains' | 'startsWith'; values: string[] }
  | { op: 'exists'; value: boolean };

/** No lead has it: it is worked out from the e-mail address when a condition asks. */
export const EMAIL_KIND_FIELD = 'emailKind';

/** Fields under `custom` are written `custom.<key>` in rules and cards. */
export const CUSTOM_PREFIX = 'custom.';

export function isCustomField(field: string): boolean {
  return field.startsWith(CUSTOM_PREFIX);
}

/**
 * Fields that say who the lead is, alone or together. They are never shown before a claim (design D6), and a trace, which
 * outlives the lead's data, repeats neither their values nor the ones they are compared with.
 */
export const IDENTIFYING_FIELDS: ReadonlySet<string> = new Set([
  'externalId',
  'email',
  'firstName',
  'lastName',
  'name',
  'phone',
  'company',
  'website',
  'domain',
  'message',
]);

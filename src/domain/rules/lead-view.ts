/**
 * A lead as conditions see it: fields by slot, own properties only, each read and made comparable once per lead however
 * many rules ask for it. Slots instead of names make matching nearly twice as fast.
 */
import { CUSTOM_PREFIX, EMAIL_KIND_FIELD, isCustomField, type Scalar } from '../condition.ts';
import type { LeadAttributes } from '../lead.ts';
import { emailKind } from '../screening/email-kind.ts';
import { comparable } from './comparable.ts';

/** The fields that a set of conditions asks for; each gets a slot. */
export class FieldSlots {
  readonly names: string[] = [];
  readonly readers: FieldReader[] = [];
  readonly #slots = new Map<string, number>();

  /** @param field a lead field, `custom.<key>` or `emailKind` */
  slot(field: string): number {
    const known = this.#slots.get(field);
    if (known !== undefined) return known;
    const slot = this.names.push(field) - 1;
    this.readers.push(fieldReader(field));
    this.#slots.set(field, slot);
    return slot;
  }
}

/** Reads one field; `null` when it is missing or empty. */
type FieldReader = (attributes: LeadAttributes) => Scalar | null;

export class LeadView {
  readonly #fields: FieldSlots;
  readonly #attributes: LeadAttributes;
  readonly #values: (Scalar | null | undefined)[] = [];
  readonly #texts: (string | null | undefined)[] = [];

  constructor(fields: FieldSlots, attributes: LeadAttributes) {
    this.#fields = fields;
    this.#attributes = attributes;
  }

  /** The field as the lead has it; `null` when it is missing. */
  value(slot: number): Scalar | null {
    const known = this.#values[slot];
    if (known !== undefined) return known;
    const value = this.#fields.readers[slot]?.(this.#attributes) ?? null;
    this.#values[slot] = value;
    return value;
  }

  /** The field in the form in which equality, `contains` and `startsWith` compare it; `null` when it is missing. */
  text(slot: number): string | null {
    const known = this.#texts[slot];
    if (known !== undefined) return known;
    const value = this.value(slot);
    const text = value === null ? null : comparable(this.#fields.names[slot] ?? '', value);
    this.#texts[slot] = text;
    return text;
  }
}

function fieldReader(field: string): FieldReader {
  if (field === EMAIL_KIND_FIELD) return emailKind;
  if (isCustomField(field)) {
    const key = field.slice(CUSTOM_PREFIX.length);
    return ({ custom }) => (Object.hasOwn(custom, key) ? present(custom[key]) : null);
  }
  const name = field as keyof LeadAttributes;
  return (attributes) => (Object.hasOwn(attributes, name) ? present(attributes[name]) : null);
}

function present(value: unknown): Scalar | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

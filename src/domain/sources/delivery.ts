/** What a webhook brought, in a form that is the same for every vendor. */
import type { z } from 'zod';
import type { InputProblem, LeadInput } from '../lead-input.ts';
import type { JsonValue } from './json-value.ts';

/** One answer of a form, or one property of a contact. */
export interface Answer {
  /** What it is called, the best known first: `Work e-mail`, then the question's reference. At least one. */
  names: readonly string[];
  value: JsonValue;
}

/** One person who asked to be contacted, in the vendor's words. */
export interface Submission {
  /** The vendor's own id of what happened: a repeat under it is the same lead. `null`: it gives none. */
  eventId: string | null;
  /** What the routing file's paths look into. */
  document: JsonValue;
  answers: readonly Answer[];
  /** What stands in a fixed place; it weighs more than an answer. */
  facts: Omit<LeadInput, 'custom'>;
}

/** A lead that the vendor only named. */
export interface Lookup {
  /** By which the vendor's API gives the lead. */
  id: string;
  eventId: string;
  /** The part of the body that named it. */
  notice: JsonValue;
  facts: Omit<LeadInput, 'custom'>;
}

export type Delivery =
  /** `isBatch`: the sender wants an answer per item, even for one. */
  | { kind: 'submissions'; submissions: readonly Submission[]; isBatch: boolean }
  | { kind: 'lookups'; lookups: readonly Lookup[] }
  /** Well-formed, and about no new lead. */
  | { kind: 'ignored'; why: string }
  /** Not what this kind of source sends. Problems name what is missing and never repeat a value. */
  | { kind: 'other-shape'; problems: readonly InputProblem[] };

/** More items than these in one body are no webhook. Facebook documents 1,000 at most, HubSpot 100. */
export const MAX_ITEMS = 1_000;

export function oneSubmission(submission: Submission): Delivery {
  return { kind: 'submissions', submissions: [submission], isBatch: false };
}

/** @param vendor as in `a Typeform webhook` */
export function otherShape(error: z.ZodError, vendor: string): Delivery {
  const fields = [...new Set(error.issues.map(({ path }) => path.join('.') || 'body'))];
  const message = `is missing, or not what ${vendor} has there`;
  return { kind: 'other-shape', problems: fields.slice(0, MAX_PROBLEMS).map((field) => ({ field, message })) };
}

const MAX_PROBLEMS = 10;

/** A moment as vendors write it, to ISO 8601. `undefined` for what is none: when a lead came in is then now. */
export function isoMoment(value: JsonValue | undefined): string | undefined {
  const moment =
    typeof value === 'number' ? new Date(value < SECONDS_BELOW ? value * 1_000 : value) : textMoment(value);
  return moment && !Number.isNaN(moment.getTime()) ? moment.toISOString() : undefined;
}

/** Unix time in seconds is below this until the year 5138, in milliseconds above it since 1973. */
const SECONDS_BELOW = 1e11;

/** With a date, a time and an offset, `+0000` too. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

function textMoment(value: JsonValue | undefined): Date | null {
  if (typeof value !== 'string' || !MOMENT.test(value)) return null;
  return new Date(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
}

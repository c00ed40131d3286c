/** What a rep takes, as the fit of a lead is judged by. */
import type { Skills } from '../ruleset.ts';

/** In the order in which misfits are told. */
export const SKILLS = [
  'territories',
  'countries',
  'regions',
  'postalCodes',
  'languages',
  'industries',
  'employees',
  'products',
] as const;
export type Skill = (typeof SKILLS)[number];

/** One line of a territory table: a lead lies in it when all that is given here holds. */
export interface Territory {
  /** ISO 3166-1 alpha-2. */
  country?: string;
  /** ISO 3166-2; as typed where no code is known. */
  region?: string;
  /** Beginning of the postal code. */
  postalPrefix?: string;
  /** First and last postal code, both included; they come together. Beginnings of codes do. */
  postalFrom?: string;
  postalTo?: string;
  product?: string;
  /** ISO 639-1. */
  language?: string;
  /** The only pool in which this line counts; without it, all. */
  pool?: string;
}

/** The skills of the routing file, and the rep's lines of the territory table: a lead must lie in one of them. */
export interface RepSkills extends Skills {
  territories?: readonly Territory[];
}

/** Why a lead is not for a rep. */
export interface Misfit {
  skill: Skill;
  /** What the rep takes, short: `ES, PT`. */
  wants: string;
  /** The lead's own value; `null`: the lead does not say. */
  has: string | null;
}

export interface FitOptions {
  /**
   * What becomes of a lead that does not say. By default it fits nobody whose skill asks for that field, the same for all
   * skills: conditions of rules treat a missing field so, and territory systems send such leads to their catch-all pool
   * rather than into somebody's territory. `fit` is what skill routing of call centres does: what is not asked for is not
   * needed. For pools whose forms leave much out.
   */
  unknown?: 'misfit' | 'fit';
  /** The pool; lines of the territory table for other pools do not count. */
  pool?: string;
}

/**
 * A ruleset: all rules, pools and reps of one routing file, checked and normalised.
 * `config/` makes one from YAML; the rest of the program only ever sees this shape.
 */
import type { Condition } from './condition.ts';
import type { Destination } from './lead-event.ts';

export const STRATEGIES = ['cherry-pick', 'blind-pull', 'round-robin', 'top-performer', 'shotgun'] as const;
export type Strategy = (typeof STRATEGIES)[number];

export type PlatformName = 'slack' | 'teams';

/** Channel names as the routing file gives them, e.g. `#leads-iberia`; several channels of one platform are allowed. */
export type ChannelNames = Record<PlatformName, string[]>;

export interface Rep {
  id: string;
  name: string;
  /** Lower-cased; how a rep is found in Slack and Teams. */
  email: string;
  /** IANA name; the ruleset's own where it is not set. */
  timezone?: string;
  /** When the rep works; always, where it is not set. */
  hours?: WorkingHours;
  /** ISO 3166-1 alpha-2 code of the country whose public holidays are days off. */
  holidays?: string;
  /** What the rep can take; anything, where it is not set. */
  skills?: Skills;
  caps?: Caps;
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Spans of work by day, in the rep's time zone, in order and without overlap; a day that is not there is a day off. */
export type WorkingHours = Partial<Record<Weekday, TimeSpan[]>>;

/** Minutes since midnight; `to` is not included and is at most 1,440. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** What a rep can take. A list that is not there does not narrow. */
export interface Skills {
  /** ISO 639-1, lower-case. */
  languages?: string[];
  /** ISO 3166-1 alpha-2, groups spelled out. */
  countries?: string[];
  regions?: string[];
  /** Beginnings of postal codes. */
  postalCodes?: string[];
  industries?: string[];
  products?: string[];
  /** Head count, both ends included; an end that is not there is open. */
  employees?: { from?: number; to?: number };
}

/** The most leads a rep may get per calendar day, week and month, and have open at a time. */
export interface Caps {
  day?: number;
  week?: number;
  month?: number;
  open?: number;
}

export interface PoolMember {
  rep: string;
  /** Share in a rotation, 1 unless set. */
  weight: number;
  /** Narrower than the rep's own, within this pool. */
  caps?: Caps;
}

/** How a lead is offered to one rep at a time. */
export interface OfferTerms {
  acceptWithinMs?: number;
  /** What a member who is away keeps of their place in the rotation, in leads; `lose-turn` keeps none, `keep-turn` one. */
  whenUnavailable?: 'lose-turn' | 'keep-turn' | { catchUp: number };
  /** Whether a decline costs the turn, or the next lead is offered to the same rep again. */
  declines?: 'lose-turn' | 'next-turn';
}

/** Time limits on a lead in hand; all in ms since the claim. */
export interface ServiceLevels {
  firstTouchMs?: number;
  /** Ascending. */
  remindMs?: number[];
  escalate?: { afterMs: number; to: { platform: PlatformName; channel: string } };
  staleAfterMs?: number;
}

export interface Pool {
  id: string;
  strategy: Strategy;
  channels: ChannelNames;
  members: PoolMember[];
  /** Lead fields (or `custom.*`) that a blind card shows before the claim. */
  reveal: string[];
  /** The pool that takes over when this one cannot; chains end and have no cycle. */
  fallback: string | null;
  offer?: OfferTerms;
  /** What happens to a lead while no member is at work. */
  whenAllAway?: 'hold' | 'fallback' | 'route-anyway';
  sla?: ServiceLevels;
}

export interface Rule {
  name: string;
  /** `null` matches every lead. */
  when: Condition | null;
  then: Destination;
}

export interface Ruleset {
  /** IANA name, for reps without one of their own and for everything the company does by the clock. */
  timezone: string;
  /** E-mail addresses (lower-cased) of people who may decide reviews. */
  admins: string[];
  /** Where reviews, failures and notices to admins are posted. */
  adminChannels: ChannelNames;
  reps: Rep[];
  pools: Pool[];
  rules: Rule[];
}

/** A ruleset as published: its number is what a lead remembers. */
export interface PublishedRuleset extends Ruleset {
  version: number;
}

/** Whether cards of this pool hide who the lead is until somebody has it. */
export function isBlind(pool: Pool): boolean {
  return pool.strategy === 'blind-pull';
}

export function isMember(pool: Pool, rep: string): boolean {
  return pool.members.some((member) => member.rep === rep);
}

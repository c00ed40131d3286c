/**
 * A ruleset: all rules, pools and reps of one routing file, checked and normalised.
 * `config/` makes one from YAML; the rest of the program only ever sees this shape.
 */
import type { Condition } from './condition.ts';
import type { Dimension } from './digest/figures.ts';
import type { DigestSpan } from './digest/period.ts';
import type { KeepTerms } from './erase/keep-terms.ts';
import type { Split } from './experiments/experiment.ts';
import type { SkillNeeds } from './fit/skill-needs.ts';
import type { RepSkills } from './fit/skills.ts';
import type { Form } from './forms/form.ts';
import type { HandOverTarget } from './hand-over/target.ts';
import type { Destination } from './lead-event.ts';
import type { MatchedBy } from './people/merge-events.ts';
import type { ScreeningPlan } from './screening/screening-plan.ts';
import type { Source } from './sources/source.ts';

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
  /** Whose public holidays are days off: a country (ISO 3166-1 alpha-2) or one of its regions, e.g. `ES-MD`. */
  holidays?: string;
  /** What the rep can take; anything, where it is not set. With the rep's lines of the territory table. */
  skills?: RepSkills;
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
  /** ISO 3166-2; as typed where no code is known. */
  regions?: string[];
  /** Beginnings of postal codes, or ranges such as `28000-28999`. */
  postalCodes?: string[];
  industries?: string[];
  products?: string[];
  /** Head count, both ends included; an end that is not there is open. */
  employees?: { from?: number; to?: number };
}

/** The most leads a rep may get per hour, day, week and month, and have open at a time. */
export interface Caps {
  hour?: number;
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

/** Whether something that took no lead off the rep's hands, or brought one past the rotation, costs a turn. */
export type TurnRule = 'lose-turn' | 'next-turn';

/** How leads are offered to one rep at a time. */
export interface OfferTerms {
  /** In the rep's working time. */
  acceptWithinMs: number;
  /** How many leads a member who is away may be owed at most: `lose-turn` 0, `keep-turn` 1, `catch-up: n` n. */
  keeps: number;
  declines: TurnRule;
  timeouts: TurnRule;
  /** Leads that an admin or a rule gives to a member past the rotation. */
  assignments: TurnRule;
  /** Leads that come back to the member who has had them before. */
  returningOwners: TurnRule;
  /** Offers that one rep may have unanswered at a time; a held backlog is let go at this pace. */
  atOnce: number;
  /** After so many offers of one lead it goes to the next pool: no lead wanders for ever. */
  maxOffers: number;
  /** A virtual queue, with a ledger of its own, for each value of this lead field; `null`: one for all. */
  queuePer: string | null;
}

/** How claims work where a card is open to several: shotgun, and the budget for pull pools too. */
export interface ClaimTerms {
  /** Shotgun: clicks within this time of the first count alike, and the most owed of the clickers gets the lead. */
  windowMs?: number;
  /** The most claims of one rep in this pool per so many ms. */
  budget?: { claims: number; perMs: number };
  /** Shotgun: whether the card is in the pool's channel or in each member's direct messages. */
  cards: 'channel' | 'direct';
  /** Shotgun: how long the card is open to the pool alone. */
  openForMs?: number;
  /** Shotgun: what comes after that: the fallback's members may claim too, or it goes to the fallback altogether. */
  afterwards: 'widen' | 'fallback';
}

/** How results turn into shares of a top-performer pool. */
export interface PerformanceTerms {
  goal: 'won' | 'opportunity';
  windowMs: number;
  halfLifeMs: number;
  /** The part of the leads that is shared out equally, so that everybody can show what they can do. */
  exploration: number;
  /** The least that anybody gets, as a part of an equal share. */
  floor: number;
  /** The most leads per member and month, counted as the pool counts caps. */
  ceiling: number;
  /** Leads that match go to the best who is free, whoever's turn it is. */
  promising: Condition | null;
}

/** Time limits on a lead in somebody's hands. How each becomes a ladder of steps: `time-limits/ladder.ts`. */
export interface ServiceLevels {
  /** From when it came to its owner until the first touch. */
  firstTouchMs: number;
  /** From a touch until the next one; `null`: no such limit. */
  followUpMs: number | null;
  /** Without a touch for so long, a lead is stale; `null`: never. */
  staleAfterMs: number | null;
  /** Whether limits stand still while the owner does not work. */
  count: 'working-time' | 'around-the-clock';
  /** When the owner is reminded of the first touch, since the lead came to them; ascending. */
  remindMs: number[];
  /** When, likewise, others are told, and where; `null`: nobody is. */
  escalate: { afterMs: number; to: { platform: PlatformName; channel: string } } | null;
  /** When, likewise, the lead is taken back: to its pool (`to: null`), or to a rep; `null`: never. */
  giveUp: { afterMs: number; to: string | null } | null;
}

export interface Pool {
  id: string;
  strategy: Strategy;
  channels: ChannelNames;
  members: PoolMember[];
  /** Whether cards hide who the lead is until somebody has it. */
  blind: boolean;
  /** Lead fields (or `custom.*`) that a blind card shows before the claim. */
  reveal: string[];
  /** The pool that takes over when this one cannot; chains end and have no cycle. */
  fallback: string | null;
  /** The rep who gets what nobody of this pool took, where there is no fallback. */
  owner: string;
  offer: OfferTerms;
  claims: ClaimTerms;
  skills: SkillNeeds;
  /** Only for `top-performer`. */
  performance: PerformanceTerms;
  /** Whether caps count back from now, or since the last midnight, Monday and first of the month in `timezone`. */
  capPeriods: 'rolling' | 'calendar';
  /** IANA name: whose midnight ends a calendar period. */
  timezone: string;
  /** What happens to a lead while no member is at work. */
  whenAllAway: 'hold' | 'fallback' | 'route-anyway';
  sla?: ServiceLevels;
}

/** What happens when somebody writes who is known. */
export interface PeopleTerms {
  /** What says that two leads are about one person. */
  by: MatchedBy[];
  /** An open lead takes in what the same person sends within so long of it; `null`: each stays a lead of its own. */
  mergeWithinMs: number | null;
  /** Whether new leads go to whom the person or the company has had; `null`: they are routed as if nobody knew them. */
  owners: OwnerTerms | null;
}

export interface OwnerTerms {
  by: ('person' | 'company')[];
  /** Since that rep got the last lead of theirs. */
  withinMs: number;
  /** `pool`: only where the rules send the lead to a pool that the owner is a member of. */
  scope: 'any' | 'pool';
  /** Who gets it while the owner is away for longer than a night: they all the same, whom they named to stand in, or whom the rules say. */
  whenAway: 'owner' | 'stand-in' | 'rules';
}

export interface Rule {
  name: string;
  /** `null` matches every lead. */
  when: Condition | null;
  then: Destination | Split;
}

/** Who gets a digest. A rep who is no admin gets their own figures and the totals. */
export type DigestTarget = { kind: 'channel'; platform: PlatformName; channel: string } | { kind: 'rep'; rep: string };

/** A report that is sent by the calendar. */
export interface DigestPlan {
  /** How often, and how long a time it is about: the last whole one. */
  every: DigestSpan;
  /** Since midnight. */
  atMinutes: number;
  /** Of weekly ones: 0 for Monday to 6 for Sunday. */
  weekday: number;
  to: DigestTarget[];
  /** `null`: all. */
  pools: string[] | null;
  by: Dimension[];
  /** IANA name: whose days they are, and whose clock says when. */
  timezone: string;
}

export interface Ruleset {
  /** ISO 4217, in which revenues are; absent: numbers stand alone. */
  currency?: string;
  /** IANA name, for reps without one of their own and for everything the company does by the clock. */
  timezone: string;
  /** E-mail addresses (lower-cased) of people who may decide reviews. */
  admins: string[];
  /** What of a rep's standing in chat counts as being away, besides what they say themselves. */
  signals: Signal[];
  /** Where reviews, failures and notices to admins are posted. */
  adminChannels: ChannelNames;
  reps: Rep[];
  pools: Pool[];
  /** Absent: only leads that a form found suspicious are kept from the rules. */
  screening?: ScreeningPlan;
  rules: Rule[];
  digests?: DigestPlan[];
  /** Absent: nobody is ever recognised. */
  people?: PeopleTerms;
  /** Who may send leads to `/hooks/{id}`. */
  sources?: Source[];
  forms?: Form[];
  /** After how long leads are erased; those of other states are kept. */
  keep?: KeepTerms;
  /** Systems outside that get leads. */
  handOver?: HandOverTarget[];
}

/** `presence`: shown as away (which is what Slack's own `/away` does) · `dnd`: notifications paused · `huddle`: on a call · `status`: out sick or on leave */
export const SIGNALS = ['presence', 'dnd', 'huddle', 'status'] as const;
export type Signal = (typeof SIGNALS)[number];

/** A ruleset as published: its number is what a lead remembers. */
export interface PublishedRuleset extends Ruleset {
  version: number;
}

/** Whether leads of this pool are offered to one rep at a time. */
export function isOffering(pool: Pool): boolean {
  return pool.strategy === 'round-robin' || pool.strategy === 'top-performer';
}

/** Whether leads of this pool wait until somebody claims them, whatever the time. */
export function isPull(pool: Pool): boolean {
  return pool.strategy === 'cherry-pick' || pool.strategy === 'blind-pull';
}

/** Whether turns of its members are counted. */
export function keepsLedger({ strategy }: Pool): boolean {
  return strategy === 'round-robin' || strategy === 'top-performer' || strategy === 'shotgun';
}

export function isMember(pool: Pool, rep: string): boolean {
  return pool.members.some((member) => member.rep === rep);
}

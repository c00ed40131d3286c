/**
 * A lead: a person or company that asked to be contacted.
 * The words here are used everywhere else: in the API, the routing file, the cards and the timeline.
 */

/**
 * Where a lead stands. `offered` is used by push strategies; `merged` ones went into another lead of the same person, and stand where that
 * one stands; `erased` leads keep only their id and timeline skeleton.
 */
export const LEAD_STATUSES = [
  'received',
  'review',
  'disqualified',
  'pooled',
  'offered',
  'owned',
  'won',
  'lost',
  'merged',
  'erased',
] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

/** Somebody still works with such a lead, or is about to. */
export const OPEN_STATUSES: ReadonlySet<LeadStatus> = new Set<LeadStatus>([
  'received',
  'review',
  'pooled',
  'offered',
  'owned',
]);

/** A value under `custom`. Nested objects are refused at the edge, so that conditions and cards stay simple. */
export type CustomValue = string | number | boolean | null;

/** What is known of a lead, normalised. Every field is optional; a missing field is absent, never an empty string. */
export interface LeadAttributes {
  /** The sender's own id of the lead; with `source` it makes repeats harmless. */
  externalId?: string;
  /** Lower-cased. */
  email?: string;
  firstName?: string;
  lastName?: string;
  /** Full name, as given or joined from the first and last name. */
  name?: string;
  /** E.164, e.g. `+34911234567`; as typed where it cannot be parsed. */
  phone?: string;
  jobTitle?: string;
  company?: string;
  website?: string;
  /** Registrable domain of the website, else of the e-mail address (free-mail hosts give none). Derived, never sent. */
  domain?: string;
  /** Head count. */
  employees?: number;
  industry?: string;
  /** ISO 639-1, lower-case. */
  language?: string;
  /** ISO 3166-1 alpha-2, upper-case. */
  country?: string;
  /** ISO 3166-2, e.g. `US-CA`; as typed where no code is known. */
  region?: string;
  city?: string;
  postalCode?: string;
  product?: string;
  /** Potential revenue, in the company's currency. */
  revenue?: number;
  /** Where it comes from, e.g. `webinar`, `hubspot`. */
  source?: string;
  campaign?: string;
  message?: string;
  /** What the person agreed to: yes/no, or the text they agreed to. */
  consent?: boolean | string;
  custom: Record<string, CustomValue>;
}

/** The names a routing file, a card or a CSV mapping may use for a field (without `custom.*`). */
export const LEAD_FIELDS = [
  'externalId',
  'email',
  'firstName',
  'lastName',
  'name',
  'phone',
  'jobTitle',
  'company',
  'website',
  'domain',
  'employees',
  'industry',
  'language',
  'country',
  'region',
  'city',
  'postalCode',
  'product',
  'revenue',
  'source',
  'campaign',
  'message',
  'consent',
] as const;
export type LeadField = (typeof LEAD_FIELDS)[number];

/** A lead's way through the push pools since it came in or was given back. Stored as JSON. */
export interface PushState {
  /** Offers so far, over all pools. */
  offers: number;
  /** 2: everybody who could take it has passed on it once, and is asked a second time. */
  pass: 1 | 2;
  /** Reps who had it in this pass and did not take it. */
  passedBy: string[];
  /** Shotgun: who clicked while the claim window was open, in order. */
  bids: string[];
  /** Pools whose members may claim it besides its own pool's. */
  widenedTo: string[];
  /** Whose account paid for this lead; `null` when nobody's did. */
  charge: Charge | null;
}

/** A turn in a pool's ledger that this lead used. */
export interface Charge {
  pool: string;
  /** The virtual queue; empty where the pool has but one. */
  queue: string;
  rep: string;
  /** Why the rep is to get the turn back; `null`: the turn stands. */
  refund: 'declined' | 'expired' | 'withdrawn' | null;
}

/** Which of a pool's time limits runs: until the first touch, until the next one after a touch, or until a lead counts as stale. */
export const LIMITS = ['first-touch', 'follow-up', 'stale'] as const;
export type LimitName = (typeof LIMITS)[number];

/** A time limit that runs. Stored as JSON, so that its times are ISO 8601. */
export interface RunningLimit {
  name: LimitName;
  /** From when it is counted. */
  since: string;
  /** By when the owner has to act. */
  until: string;
  /** How many of its steps have fired. */
  fired: number;
  /** Until when the owner has put it off. */
  snoozedUntil: string | null;
  /** The last reminder, while it awaits an answer. */
  reminder: Reminder | null;
}

export interface Reminder {
  /** The lead's version that it made. */
  version: number;
  /** When it was sent, ISO 8601. */
  at: string;
  /** The lead whose message says it, where several were due together; `null`: it has a message of its own. */
  with: string | null;
}

export const VERDICTS = ['qualified', 'review', 'disqualified'] as const;
/** Whether sales should spend time on a lead. `review`: a person says. */
export type Verdict = (typeof VERDICTS)[number];

/** One thing that counted for or against a lead: the name of the scoring rule and its points. */
export interface ScoreReason {
  name: string;
  points: number;
}

/** What screening found, and what people made of it. Stored as JSON. */
export interface Screening {
  verdict: Verdict;
  /** `null` where nothing was counted: screening by hand, a blocked sender, or no screening at all. */
  score: number | null;
  reasons: ScoreReason[];
  /** The admin who passed it on: from then on neither screening nor a rule sends it to review. */
  approvedBy: string | null;
  /** The admin who rejected it, while it is out for that. */
  rejectedBy?: string;
}

/** A lead as it stands: the sum of its events (see `lead-event.ts`). */
export interface Lead {
  id: string;
  status: LeadStatus;
  /** Number of events so far; grows by one with each change of state. */
  version: number;
  /** How often it has been put up for claiming: 1 at first, one more after each release. Cards of older rounds are dead. */
  round: number;
  /** The pool it is or was last in. */
  pool: string | null;
  /** The rep who has it. */
  owner: string | null;
  /** Stage in the owner's hands, e.g. `meeting`. */
  stage: string | null;
  /** The published ruleset version that routed it. */
  rulesetVersion: number | null;
  receivedAt: Date;
  /** When the present owner got it. */
  ownedAt: Date | null;
  /** When the present owner last recorded a contact. */
  contactedAt: Date | null;
  /** Why it is in review, disqualified, lost, or back in the pool. */
  reason: string | null;
  /** The rep to whom it is offered now. */
  offeredTo: string | null;
  /** Until when the offer may be accepted. */
  offerUntil: Date | null;
  /** Since when it waits because nobody of its pool can take it. */
  heldSince: Date | null;
  /** When the assigner looks at it next, without anybody doing anything. */
  dueAt: Date | null;
  /** When anybody was first in touch with the person since the lead came in: what speed to lead is measured by. */
  firstTouchAt: Date | null;
  /** When the present owner last did something with it; `null` while they have not. */
  touchedAt: Date | null;
  /** What a won lead brought, in the company's currency. */
  amount: number | null;
  /** How far the time limit that runs now has come; `null` while none runs. */
  limit: RunningLimit | null;
  /** When the timekeeper looks at it next. */
  stepAt: Date | null;
  /** The name of the rule that routed it. */
  rule: string | null;
  /** The arm of that rule's experiment it was drawn into. */
  arm: string | null;
  /** `null` before its first push pool. */
  push: PushState | null;
  /** `null` before the first routing, and where the routing file screens nothing. */
  screening: Screening | null;
  /** When the same person last wrote while it was open. */
  wroteAgainAt: Date | null;
  /** The lead that this one went into. */
  mergedInto: string | null;
  attributes: LeadAttributes;
}

/** What a lead is called in chat and lists once it may be shown: person and company, whichever are known. */
export function leadTitle(attributes: LeadAttributes): string {
  const person = attributes.name ?? attributes.email ?? attributes.phone;
  if (person && attributes.company) return `${person} · ${attributes.company}`;
  return person ?? attributes.company ?? attributes.externalId ?? 'Unnamed lead';
}

/**
 * Everything about one lead for the API: where it stands, why it went there, and what happened to it, each step as a code
 * for programs and as a sentence for people.
 */
import type { WorkCalendar } from '../domain/availability/work-calendar.ts';
import { eventText, SKELETON_TEXT } from '../domain/event-text.ts';
import type { Lead, LeadAttributes, LeadStatus, Screening } from '../domain/lead.ts';
import type { LeadEvent, TimelineEntry } from '../domain/lead-event.ts';
import { tracesOf } from '../domain/lead-trace.ts';
import { type SpeedToLead, speedToLead } from '../domain/speed-to-lead.ts';
import { describeStep, type TraceStep } from '../domain/trace.ts';
import type { Store } from '../ports/store.ts';

export interface LeadDescription {
  id: string;
  status: LeadStatus;
  pool: string | null;
  owner: string | null;
  /** The rep to whom it is offered now, and until when. */
  offeredTo: string | null;
  offerUntil: Date | null;
  stage: string | null;
  /** Why it is in review, disqualified, lost, or back in the pool. */
  reason: string | null;
  /** The lead that this one went into, since it is of the same person; it stands where that one stands. */
  mergedInto: string | null;
  /** Leads that went into this one, in order. */
  mergedFrom: string[];
  /** When the same person last wrote while it was open. */
  wroteAgainAt: Date | null;
  /** What screening found, and which admin decided; `null` where nothing was screened, and once it is erased. */
  screening: Screening | null;
  /** What a won lead brought. */
  amount: number | null;
  /** When anybody was first in touch. */
  firstTouchAt: Date | null;
  /** From arrival to first touch, in whole seconds: around the clock, and while whoever it was works. */
  speedToLead: { seconds: number; workingSeconds: number } | null;
  rulesetVersion: number | null;
  receivedAt: Date;
  ownedAt: Date | null;
  /** `null` once the lead is erased. */
  attributes: LeadAttributes | null;
  /** Why it went where it last went; empty before routing and once erased. */
  trace: (TraceStep & { text: string })[];
  /** Oldest first. */
  timeline: TimelineLine[];
}

/** One event: its code and facts (a rep, a stage, …), and the same in words. */
export type TimelineLine = { version: number; at: Date; type: LeadEvent['type']; text: string } & Record<
  string,
  unknown
>;

export interface DescribeContext {
  store: Store;
  calendars: (rep: string) => WorkCalendar;
}

/** @returns `null` when there is no such lead */
export type DescribeLead = (id: string) => Promise<LeadDescription | null>;

export function createDescribeLead({ store, calendars }: DescribeContext): DescribeLead {
  return async (id) => {
    const own = await read(id);
    // An erased one keeps where it went, but stands for itself.
    if (own?.status !== 'merged' || own.mergedInto === null) return own;
    const into = await readSurvivor(own.mergedInto);
    if (!into) return own;
    const { id: _, receivedAt: __, attributes: ___, timeline: ____, mergedFrom: _____, trace, ...standing } = into;
    return { ...own, ...standing, mergedInto: into.id, trace: [...own.trace, ...trace] };
  };

  async function read(id: string): Promise<LeadDescription | null> {
    const [lead, timeline] = await Promise.all([store.leads.find(id), store.leads.timeline(id)]);
    return lead && describe(lead, timeline, speedToLead(lead, timeline, calendars));
  }

  /** What went into a lead may go on with it into another, where two people turn out to be one. */
  async function readSurvivor(id: string): Promise<LeadDescription | null> {
    let lead = await read(id);
    for (let hops = 0; lead?.mergedInto && hops < MOST_HOPS; hops += 1) lead = await read(lead.mergedInto);
    return lead;
  }
}

/** Each hop joins two people; a longer chain is no chain but a circle. */
const MOST_HOPS = 20;

function describe(lead: Lead, timeline: readonly TimelineEntry[], speed: SpeedToLead | null): LeadDescription {
  const {
    attributes,
    version: _version,
    round: _round,
    push: _push,
    dueAt: _dueAt,
    contactedAt: _contacted,
    touchedAt: _touched,
    limit: _limit,
    stepAt: _stepAt,
    ...facts
  } = lead;
  const waited = speed && { seconds: inSeconds(speed.clockMs), workingSeconds: inSeconds(speed.workingMs) };
  // Reasons, notes and traces quote the lead. Once it is erased, only the skeleton is shown, whatever is still stored.
  if (facts.status === 'erased')
    return {
      ...facts,
      speedToLead: waited,
      reason: null,
      attributes: null,
      mergedFrom: [],
      trace: [],
      timeline: timeline.map(skeleton),
    };
  return {
    ...facts,
    speedToLead: waited,
    attributes,
    mergedFrom: timeline.flatMap(({ event }) => (event.type === 'merged' ? [event.from] : [])),
    trace: tracesOf(timeline).map((step) => ({ ...step, text: describeStep(step) })),
    timeline: timeline.map(line),
  };
}

function inSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

function line({ version, at, event }: TimelineEntry): TimelineLine {
  const text = eventText(event);
  switch (event.type) {
    case 'received':
      return { version, at, type: event.type, text };
    case 'routed':
      return { version, at, type: event.type, ruleset: event.ruleset, to: event.to, text };
    default: {
      // Traces have a place of their own; who paid for a turn is the ledger's business, and when to look again the timekeeper's.
      // So have what the lead says, and what screening found.
      const own = { trace: null, charge: null, limit: null, stepAt: null, attributes: null, screening: null, ...event };
      const { trace: _trace, charge: _charge, limit: _limit, stepAt: _stepAt, ...rest } = own;
      const { attributes: _attributes, screening: _screening, ...facts } = rest;
      return { version, at, ...facts, text };
    }
  }
}

function skeleton({ version, at, event }: TimelineEntry): TimelineLine {
  return { version, at, type: event.type, text: SKELETON_TEXT[event.type] };
}

/**
 * Everything about one lead for the API: where it stands, why it went there, and what happened to it, each step as a code
 * for programs and as a sentence for people.
 */
import type { Lead, LeadAttributes, LeadStatus } from '../domain/lead.ts';
import type { Destination, LeadEvent, TimelineEntry } from '../domain/lead-event.ts';
import type { TraceStep } from '../domain/trace.ts';
import type { Store } from '../ports/store.ts';

export interface LeadDescription {
  id: string;
  status: LeadStatus;
  pool: string | null;
  owner: string | null;
  stage: string | null;
  reason: string | null;
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

/** @returns `null` when there is no such lead */
export type DescribeLead = (id: string) => Promise<LeadDescription | null>;

export function createDescribeLead({ store }: { store: Store }): DescribeLead {
  return async (id) => {
    const [lead, timeline] = await Promise.all([store.leads.find(id), store.leads.timeline(id)]);
    return lead && describe(lead, timeline);
  };
}

function describe(lead: Lead, timeline: readonly TimelineEntry[]): LeadDescription {
  const { id, status, pool, owner, stage, reason, rulesetVersion, receivedAt, ownedAt, attributes } = lead;
  const facts = { id, status, pool, owner, stage, reason, rulesetVersion, receivedAt, ownedAt };
  // Reasons, notes and traces quote the lead. Once it is erased, only the skeleton is shown, whatever is still stored.
  if (status === 'erased')
    return { ...facts, reason: null, attributes: null, trace: [], timeline: timeline.map(skeleton) };
  return { ...facts, attributes, trace: lastTrace(timeline), timeline: timeline.map(line) };
}

function lastTrace(timeline: readonly TimelineEntry[]): LeadDescription['trace'] {
  const event = timeline.findLast((entry) => entry.event.type === 'routed')?.event;
  return event?.type === 'routed' ? event.trace.map((step) => ({ ...step, text: stepText(step) })) : [];
}

function line({ version, at, event }: TimelineEntry): TimelineLine {
  const text = eventText(event);
  switch (event.type) {
    case 'received':
      return { version, at, type: event.type, text };
    case 'routed':
      return { version, at, type: event.type, ruleset: event.ruleset, to: event.to, text };
    default:
      return { version, at, ...event, text };
  }
}

function skeleton({ version, at, event }: TimelineEntry): TimelineLine {
  return { version, at, type: event.type, text: SKELETON_TEXT[event.type] };
}

const SKELETON_TEXT: Record<LeadEvent['type'], string> = {
  received: 'Received',
  routed: 'Routed',
  claimed: 'Claimed',
  contacted: 'Contacted',
  stage: 'Stage changed',
  released: 'Released',
  decided: 'Decided',
  requeued: 'Sent back to routing',
  erased: 'Erased',
};

/** A step of the trace in plain words. */
function stepText(step: TraceStep): string {
  switch (step.step) {
    case 'rule':
      return `Rule ${step.position} "${step.rule}" ${step.matched ? 'matched' : 'did not match'}: ${step.because}`;
    case 'rules-skipped':
      return `${step.count} more ${step.count === 1 ? 'rule' : 'rules'} did not match`;
    case 'destination':
      return `${destinationText(step.kind, step.name)}: ${step.because}`;
    case 'failed':
      return `Routing failed, so a person decides: ${step.because}`;
  }
}

function eventText(event: LeadEvent): string {
  switch (event.type) {
    case 'received':
    case 'erased':
      return SKELETON_TEXT[event.type];
    case 'routed':
      return goneTo(event.to);
    case 'claimed':
      return `Claimed by ${event.rep}`;
    case 'contacted':
      return `Contacted by ${event.rep} (${event.how})`;
    case 'stage':
      return `Moved to stage ${event.stage} by ${event.rep}`;
    case 'released':
      return `Released by ${event.rep}: ${event.reason}`;
    case 'decided':
      return `Decided by ${event.by}: ${goneTo(event.to)}`;
    case 'requeued':
      return `Sent back to routing: ${event.reason}`;
  }
}

function goneTo(to: Destination): string {
  if (to.kind === 'pool') return destinationText('pool', to.pool);
  if (to.kind === 'rep') return destinationText('rep', to.rep);
  return `${destinationText(to.kind, '')}: ${to.reason}`;
}

function destinationText(kind: Destination['kind'], name: string): string {
  switch (kind) {
    case 'pool':
      return `Went to pool ${name}`;
    case 'rep':
      return `Given to ${name}`;
    case 'review':
      return 'Waits for a decision';
    case 'disqualify':
      return 'Disqualified';
  }
}

/**
 * What stays of an event once its lead is erased: what happened, when, by whom of ours and in which pool, so that figures and the lead's
 * own state still come to the same. Nothing that the person said, nothing that was said of them, and no trace, which may quote either.
 */
import type { Destination, LeadEvent, TimelineEntry } from '../lead-event.ts';
import { isLostReason } from '../stages.ts';

/** A timeline whose events say no more than that. */
export function skeletonOf(timeline: readonly TimelineEntry[]): TimelineEntry[] {
  return timeline.map(({ version, at, event }) => ({ version, at, event: bare(event) }));
}

/** Goes by what may stay, so that a field which is new tomorrow goes too. */
function bare(event: LeadEvent): LeadEvent {
  switch (event.type) {
    case 'received':
      return { type: 'received', attributes: { custom: {} } };
    case 'routed':
      return {
        type: 'routed',
        ruleset: event.ruleset,
        to: place(event.to),
        trace: [],
        ...(event.rule === undefined ? {} : { rule: event.rule }),
        ...(event.arm === undefined ? {} : { arm: event.arm }),
      };
    case 'decided':
      return { type: 'decided', by: event.by, to: place(event.to) };
    case 'claimed':
      return { type: 'claimed', rep: event.rep };
    case 'contacted':
      return { type: 'contacted', rep: event.rep, how: event.how, ...made(event) };
    case 'stage': {
      const { rep, stage, amount, reason, via } = event;
      const code = reason !== undefined && isLostReason(reason) ? { reason } : {};
      const told = via === undefined ? {} : { via };
      return {
        type: 'stage',
        rep,
        stage,
        ...(amount === undefined ? {} : { amount }),
        ...code,
        ...told,
        ...made(event),
      };
    }
    case 'released':
      return { type: 'released', rep: event.rep, reason: '' };
    case 'requeued':
      return { type: 'requeued', reason: '' };
    case 'edited':
      return { type: 'edited', by: event.by, attributes: { custom: {} } };
    case 'approved':
      return { type: 'approved', by: event.by };
    case 'merged':
      return { type: 'merged', from: event.from, because: event.because, fills: {} };
    case 'handed-over':
      return { type: 'handed-over', rep: event.rep, to: event.to };
    case 'declined':
      return { type: 'declined', rep: event.rep, reason: '', refund: event.refund, dueAt: event.dueAt };
    default:
      return bareStep(event);
  }
}

/** Of the steps that Dibs takes by itself: what they say is all of ours, but for the trace and whose turn it was. */
function bareStep(event: Exclude<LeadEvent, { type: Spoken }>): LeadEvent {
  switch (event.type) {
    case 'offered':
      return { type: 'offered', rep: event.rep, until: event.until, charge: null, trace: [] };
    case 'held':
      return { type: 'held', trace: [], dueAt: event.dueAt };
    case 'fell-back':
      return { type: 'fell-back', to: event.to, because: event.because, trace: [] };
    case 'assigned':
      return { type: 'assigned', rep: event.rep, by: event.by, charge: null, trace: [] };
    case 'accepted':
      return { type: 'accepted', rep: event.rep };
    case 'expired':
      return { type: 'expired', rep: event.rep, refund: event.refund, dueAt: event.dueAt };
    case 'withdrawn':
      return { type: 'withdrawn', rep: event.rep, because: event.because, dueAt: event.dueAt };
    case 'extended':
      return { type: 'extended', rep: event.rep, until: event.until };
    case 'second-chance':
      return { type: 'second-chance' };
    case 'bid':
      return { type: 'bid', rep: event.rep, dueAt: event.dueAt };
    case 'widened':
      return { type: 'widened', to: event.to, dueAt: event.dueAt };
    case 'reminded': {
      const { rep, of, step, with: host } = event;
      return { type: 'reminded', rep, of, step, ...(host === undefined ? {} : { with: host }) };
    }
    case 'escalated':
      return { type: 'escalated', rep: event.rep, of: event.of, step: event.step };
    case 'taken-back':
      return { type: 'taken-back', rep: event.rep, of: event.of, to: event.to };
    case 'waited':
      return { type: 'waited', rep: event.rep, of: event.of, because: event.because, until: event.until };
    case 'snoozed':
      return { type: 'snoozed', rep: event.rep, until: event.until };
    case 'restored':
      return { type: 'restored', by: event.by };
    case 'merged-into':
      return { type: 'merged-into', into: event.into, because: event.because };
    case 'erased':
      return { type: 'erased' };
  }
}

/** Events with words of people in them. */
type Spoken =
  | 'received'
  | 'routed'
  | 'decided'
  | 'claimed'
  | 'contacted'
  | 'stage'
  | 'released'
  | 'requeued'
  | 'edited'
  | 'approved'
  | 'merged'
  | 'handed-over'
  | 'declined';

/** Without the reason, which somebody may have typed. */
function place(to: Destination): Destination {
  return to.kind === 'pool' || to.kind === 'rep' ? to : { kind: to.kind, reason: '' };
}

function made({ madeAt }: { madeAt?: string }): { madeAt?: string } {
  return madeAt === undefined ? {} : { madeAt };
}

/** The events of a timeline in plain words, for the API, the command line and chat. */
import type { LimitName } from './lead.ts';
import type { Destination, LeadEvent } from './lead-event.ts';
import { MATCH_WORDS } from './people/merge-events.ts';
import type { FallbackReason, WithdrawReason } from './push/push-events.ts';
import type { WaitReason } from './time-limits/limit-events.ts';

/** What may be said of an event even when the lead is erased: no reason, no note, no name of ours or theirs. */
export const SKELETON_TEXT: Record<LeadEvent['type'], string> = {
  received: 'Received',
  routed: 'Routed',
  claimed: 'Claimed',
  contacted: 'Contacted',
  stage: 'Stage changed',
  released: 'Released',
  decided: 'Decided',
  approved: 'Approved',
  edited: 'Edited',
  restored: 'Brought back',
  merged: 'Wrote again',
  'merged-into': 'Merged',
  requeued: 'Sent back to routing',
  erased: 'Erased',
  offered: 'Offered',
  accepted: 'Accepted',
  declined: 'Declined',
  expired: 'Offer ran out',
  withdrawn: 'Offer taken back',
  extended: 'Offer extended',
  'second-chance': 'Everybody asked once more',
  held: 'Waiting for somebody free',
  'fell-back': 'Passed on to the next pool',
  assigned: 'Assigned',
  bid: 'Clicked in the claim window',
  widened: 'Opened to another pool',
  reminded: 'Owner reminded',
  escalated: 'Others told',
  'taken-back': 'Taken back',
  waited: 'Time limit waits',
  snoozed: 'Put off',
  'handed-over': 'Handed over',
};

export function eventText(event: LeadEvent): string {
  switch (event.type) {
    case 'routed':
      return goneTo(event.to);
    case 'claimed':
      return `Claimed by ${event.rep}`;
    case 'contacted':
      return `Contacted by ${event.rep} (${event.how})${event.note ? `: ${event.note}` : ''}`;
    case 'stage':
      return stageText(event);
    case 'released':
      return `Released by ${event.rep}: ${event.reason}`;
    case 'decided':
      return `Decided by ${event.by}: ${goneTo(event.to)}${event.note ? ` (${event.note})` : ''}`;
    case 'approved':
      return `Approved by ${event.by}${event.note ? `: ${event.note}` : ''}`;
    case 'edited':
      return `Edited by ${event.by}`;
    case 'restored':
      return `Brought back to review by ${event.by}`;
    case 'merged':
      return `Wrote again (the same ${MATCH_WORDS[event.because]}): lead ${event.from} went into this one`;
    case 'merged-into':
      return `Went into lead ${event.into}, which has the same ${MATCH_WORDS[event.because]}`;
    case 'requeued':
      return `Sent back to routing: ${event.reason}`;
    case 'offered':
      return `Offered to ${event.rep} until ${event.until}`;
    case 'accepted':
      return `Accepted by ${event.rep}`;
    case 'declined':
      return `Declined by ${event.rep}: ${event.reason}`;
    case 'expired':
      return `Not answered by ${event.rep} in time`;
    case 'withdrawn':
      return `Taken back from ${event.rep}: ${WITHDRAWN_BECAUSE[event.because]}`;
    case 'extended':
      return `${event.rep} has until ${event.until}: the chat could not be reached`;
    case 'fell-back':
      return `Passed on to the pool ${event.to}: ${FALLBACK_BECAUSE[event.because]}`;
    case 'assigned':
      return event.by === null
        ? `Assigned to ${event.rep}: nobody else took it`
        : `Assigned to ${event.rep} by ${event.by}`;
    case 'bid':
      return `${event.rep} clicked in the claim window`;
    case 'widened':
      return `Opened to members of ${event.to} too`;
    case 'reminded':
      return `${event.rep} was reminded (${LIMIT_WORDS[event.of]}, step ${event.step})`;
    case 'escalated':
      return `Others were told (${LIMIT_WORDS[event.of]}, step ${event.step})`;
    case 'taken-back':
      return `Taken back from ${event.rep}: no ${LIMIT_WORDS[event.of]} in time${event.to === null ? '' : `; to ${event.to}`}`;
    case 'waited':
      return event.until === null
        ? 'The time limit ended: the routing file has none for it any more'
        : `The next step of the time limit waits until ${event.until}: ${WAITS_BECAUSE[event.because]}`;
    case 'snoozed':
      return `Put off by ${event.rep} until ${event.until}`;
    case 'handed-over':
      return `Handed over by ${event.rep} to ${event.to}${event.note ? `: ${event.note}` : ''}`;
    default:
      return SKELETON_TEXT[event.type];
  }
}

function stageText({ stage, rep, via = rep, amount, reason, note }: LeadEvent & { type: 'stage' }): string {
  const facts = [...(amount === undefined ? [] : [String(amount)]), ...(reason === undefined ? [] : [reason])];
  const details = `${facts.length > 0 ? ` (${facts.join(', ')})` : ''}${note ? `: ${note}` : ''}`;
  return `Moved to stage ${stage} by ${via}${details}`;
}

/** What each time limit waits for. */
export const LIMIT_WORDS: Record<LimitName, string> = {
  'first-touch': 'first touch',
  'follow-up': 'follow-up',
  stale: 'touch for a long time',
};

const WAITS_BECAUSE: Record<WaitReason, string> = {
  down: 'Dibs did not run for a while, which does not count',
  chat: 'the owner’s chat could not be reached',
  often: 'there were enough messages for now',
  'off-hours': 'the owner does not work now',
  rules: 'the routing file has other limits now',
};

const WITHDRAWN_BECAUSE: Record<WithdrawReason, string> = {
  away: 'they are away now',
  left_pool: 'they left the pool',
  unreachable: 'the chat refuses to show it to them',
};

export const FALLBACK_BECAUSE: Record<FallbackReason, string> = {
  nobody_fits: 'nobody there takes such leads',
  all_away: 'nobody there is at work',
  all_passed: 'everybody there passed on it twice',
  too_many_offers: 'it was offered too often already',
  not_claimed: 'nobody claimed it in time',
};

export function goneTo(to: Destination): string {
  switch (to.kind) {
    case 'pool':
      return `To the pool ${to.pool}`;
    case 'rep':
      return `Assigned to ${to.rep}`;
    case 'review':
      return `To review: ${to.reason}`;
    case 'disqualify':
      return `Disqualified: ${to.reason}`;
  }
}

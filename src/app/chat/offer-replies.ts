/** What Dibs answers to clicks on offers. An answered offer changes its own card, so that only refusals need words. */
import type { CardNote } from '../../domain/card.ts';
import type { Lead } from '../../domain/lead.ts';
import { REMOVED, repName } from '../../domain/lead-card.ts';
import type { TimelineEntry } from '../../domain/lead-event.ts';
import type { OfferOutcome } from '../../domain/push/offer-actions.ts';
import type { WithdrawReason } from '../../domain/push/push-events.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import { note, UNKNOWN_LEAD } from './replies.ts';

/** What became of an offer that can no longer be answered. */
export interface LostOffer {
  /** As it is now. */
  lead: Lead;
  timeline: readonly TimelineEntry[];
  rep: string;
}

/** @param lost asked only where the offer is no longer the rep's */
export async function offerReply(
  outcome: OfferOutcome,
  ruleset: Ruleset,
  lost: () => Promise<LostOffer | null>,
): Promise<Reply> {
  switch (outcome.kind) {
    case 'accepted':
    case 'declined':
      return { kind: 'nothing' };
    case 'already_yours':
      return note(
        'This lead is yours already: it is in your direct messages with Dibs. Release it there to give it back.',
      );
    case 'refused':
      break;
  }
  if (outcome.because === 'erased') return note(REMOVED);
  const found = outcome.because === 'unknown_lead' ? null : await lost();
  return found ? lostReply(found, ruleset) : note(UNKNOWN_LEAD);
}

function lostReply({ lead, timeline, rep }: LostOffer, ruleset: Ruleset): Reply {
  if (lead.offeredTo === rep) {
    return note('This card is of an earlier offer. The lead is offered to you again: answer the newest card.');
  }
  return { kind: 'note', lines: [ending(timeline, rep), { text: whereNow(lead, ruleset) }] };
}

/** How the rep's last offer of this lead ended, with the moment for each reader's own clock. */
function ending(timeline: readonly TimelineEntry[], rep: string): CardNote {
  const last = timeline.findLast(({ event }) => ENDINGS.has(event.type) && 'rep' in event && event.rep === rep);
  switch (last?.event.type) {
    case 'expired':
      return { label: 'This offer ran out:', at: last.at };
    case 'declined':
      return { label: 'You declined this offer:', at: last.at };
    case 'withdrawn':
      return { label: `This offer was taken back, because ${WITHDRAWN[last.event.because]}:`, at: last.at };
    default:
      return { text: 'This offer is no longer open.' };
  }
}

const ENDINGS = new Set(['expired', 'declined', 'withdrawn']);

const WITHDRAWN: Record<WithdrawReason, string> = {
  away: 'you were away',
  left_pool: 'you left the pool',
  unreachable: 'the chat could not show it to you',
};

function whereNow({ status, owner, offeredTo, pool }: Lead, ruleset: Ruleset): string {
  if (owner !== null) return `The lead is with ${repName(ruleset, owner)} now.`;
  if (offeredTo !== null) return `It went on to ${repName(ruleset, offeredTo)}.`;
  return status === 'pooled' && pool !== null
    ? `It waits in ${pool} for the next rep.`
    : 'It is no longer open to answers.';
}

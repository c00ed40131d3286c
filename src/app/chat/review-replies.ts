/** What Dibs answers to admins who decide about leads. The card shows what was done; only a refusal needs words. */

import { REMOVED } from '../../domain/lead-card.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { PastDecision } from '../../domain/screening/past-decision.ts';
import type { ReviewOutcome } from '../../domain/screening/review-actions.ts';
import { adminName } from '../../domain/screening/review-card.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import { ahead, note, UNKNOWN_LEAD } from './replies.ts';

interface Telling {
  ruleset: Ruleset;
  /** The admin who reads it. */
  reader: string;
  /** When they clicked, for saying how much too late it was. */
  at: Date;
}

export function reviewReply(outcome: ReviewOutcome, telling: Telling): Reply {
  switch (outcome.kind) {
    case 'done':
      return { kind: 'nothing' };
    case 'unchanged':
      return note('Nothing was changed: it says so already.');
    case 'refused':
      return note(refusalSentence(outcome, telling));
  }
}

function refusalSentence(refusal: ReviewOutcome & { kind: 'refused' }, telling: Telling): string {
  switch (refusal.because) {
    case 'not_in_review':
      return refusal.decision ? decidedBy(refusal.decision, telling) : NOT_IN_REVIEW;
    case 'nowhere_to_go':
      return 'No rule sends this lead to sales: those that match keep leads back, and an approved lead passes over them. Send it to a pool instead.';
    case 'unknown_pool':
      return 'This pool is no longer in the routing file. Pick another one.';
    case 'changed_meanwhile':
      return 'This lead was changed meanwhile, so nothing was saved. Click Edit again to see what it says now.';
    case 'not_disqualified':
      return 'This lead is not out: only a rejected or disqualified one can be brought back.';
    case 'merged':
      return `This lead went into another one of the same person: ${refusal.into}. Decide about that one.`;
    case 'erased':
      return REMOVED;
    case 'unknown_lead':
      return UNKNOWN_LEAD;
  }
}

const NOT_IN_REVIEW = 'This lead is not in review any more; nothing was changed.';

function decidedBy({ by, at, did }: PastDecision, telling: Telling): string {
  if (by === telling.reader) return `You ${did} already; nothing more was changed.`;
  const when = ahead(telling.at.getTime() - at.getTime());
  return `${adminName(telling.ruleset, by)} ${did} ${when}; nothing was changed.`;
}

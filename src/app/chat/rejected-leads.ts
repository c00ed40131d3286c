/** `/lead rejected` and `/lead restore`: what was kept from sales last, and how to get it back. Nothing is ever deleted. */
import { leadTitle } from '../../domain/lead.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import { adminName } from '../../domain/screening/review-card.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { RefusedLead, Store } from '../../ports/store.ts';
import type { ReviewLead } from '../review-lead.ts';
import { UUID } from './clicked-card.ts';
import type { Known } from './directory.ts';
import { note } from './replies.ts';
import { reviewReply } from './review-replies.ts';
import { NO_SUCH_LEAD } from './show-lead.ts';

export interface RejectedContext {
  store: Store;
  ruleset: Ruleset;
  reviewLead: ReviewLead;
}

/** A list longer than this is not read in a chat. */
const SHOWN = 10;

const ADMINS_ONLY = note(
  'Only admins can see and bring back rejected leads. They are listed under "admins" in the routing file.',
);

export async function showRejected({ store, ruleset }: RejectedContext, { admin }: Known): Promise<Reply> {
  if (!admin) return ADMINS_ONLY;
  const leads = await store.leads.refused(SHOWN);
  if (leads.length === 0) return note('No lead is out: none was rejected or disqualified.');
  return note(
    'Kept from sales, the last one first. To bring one back, type restore and its id.',
    ...leads.map((refused) => line(refused, ruleset)),
  );
}

function line({ lead, by }: RefusedLead, ruleset: Ruleset): string {
  const who = by === null ? [] : [`by ${adminName(ruleset, by)}`];
  return [leadTitle(lead.attributes), lead.reason ?? 'no reason given', ...who, lead.id].join(' · ');
}

export async function restoreRejected(
  { reviewLead, ruleset }: RejectedContext,
  { admin }: Known,
  { leadId, at }: { leadId: string; at: Date },
): Promise<Reply> {
  if (!admin) return ADMINS_ONLY;
  if (!UUID.test(leadId)) return NO_SUCH_LEAD;
  const outcome = await reviewLead.restore(leadId.toLowerCase(), admin);
  return outcome.kind === 'done'
    ? note('Brought back: it is in review now, in the admins’ channel.')
    : reviewReply(outcome, { ruleset, reader: admin, at });
}

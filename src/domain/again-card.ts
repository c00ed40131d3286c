/** The card that tells an owner that the person wrote again: what they say now, and the buttons that answer. */
import type { Card } from './card.ts';
import { type Lead, leadTitle } from './lead.ts';
import { type CardRequest, closedCard, footer, limitNote, quote, removedCard } from './lead-card.ts';
import { cardFields } from './lead-fields.ts';
import { reminderActions } from './owner-buttons.ts';

/** How to reach the person. */
const REACH_FIELDS = ['phone', 'email'];

/** @param request.rep whose direct messages it is in */
export function againCard({ lead, ruleset, rep, value }: CardRequest & { rep: string }): Card {
  if (lead.status === 'erased') return removedCard(lead);
  if (!isTheirs(lead, rep)) return closedCard('Wrote again', gone(lead), lead);
  const title = leadTitle(lead.attributes);
  return {
    summary: `${title} wrote again`,
    title: `Wrote again: ${title}`,
    tone: 'attention',
    fields: cardFields(lead.attributes, REACH_FIELDS, ruleset.currency),
    ...quote(lead),
    footer: [...(lead.limit ? [limitNote(lead.limit)] : []), ...footer(lead, lead.pool)],
    actions: reminderActions(lead, ruleset, value),
  };
}

/** Whether the word still reaches whom it is for. */
export function isTheirs({ status, owner }: Lead, rep: string): boolean {
  return status === 'owned' && owner === rep;
}

function gone({ status, owner }: Lead): string {
  return owner === null || status === 'owned' ? 'It is no longer with you.' : 'It is closed.';
}

/** The card of an offer, in the direct messages of the rep who may take the lead now. */
import type { Card } from './card.ts';
import { leadTitle } from './lead.ts';
import { type CardRequest, closedCard, footer, quote, removedCard, visibleFields } from './lead-card.ts';
import { leadForm } from './lead-forms.ts';
import { whyButton } from './owner-buttons.ts';

/** @param request.rep whose direct messages it is in */
export function offerCard({ lead, ruleset, round, value, rep }: CardRequest & { rep: string }): Card {
  if (lead.status === 'erased') return removedCard(lead);
  const pool = ruleset.pools.find((candidate) => candidate.id === lead.pool);
  const open = lead.status === 'offered' && lead.offeredTo === rep && round === lead.round;
  if (!open || !pool || !lead.offerUntil) return closedCard(...ending(lead.owner === rep), lead);
  const title = pool.blind ? `A lead for you from ${pool.id}` : leadTitle(lead.attributes);
  return {
    summary: `A lead is offered to you (${pool.id}): accept or decline`,
    title,
    tone: 'offered',
    fields: visibleFields(lead, pool, ruleset),
    ...(pool.blind ? {} : quote(lead)),
    footer: [{ label: 'Yours to take until', at: lead.offerUntil }, ...footer(lead, pool.id)],
    actions: [
      { kind: 'button', id: 'accept', label: 'Accept', style: 'primary', value },
      {
        kind: 'button',
        id: 'decline',
        label: 'Decline',
        style: 'danger',
        form: leadForm('decline', lead, ruleset),
        value,
      },
      whyButton('Why me?', value),
    ],
  };
}

function ending(isMine: boolean): [title: string, text: string] {
  if (isMine) return ['Accepted', 'It is yours: everything about it is in the message below.'];
  return ['Offer closed', 'It is no longer offered to you.'];
}

/** The card that reminds an owner: how long the lead has waited, and the buttons that answer. One message may speak of several leads. */
import type { Card, CardField } from './card.ts';
import { type Lead, type LimitName, leadTitle } from './lead.ts';
import { type CardRequest, closedCard, footer, limitNote, removedCard } from './lead-card.ts';
import { cardFields } from './lead-fields.ts';
import { reminderActions } from './owner-buttons.ts';
import { shortLength } from './speed-to-lead.ts';

/** More leads than these make a message that nobody reads; the rest is in `/lead mine`. */
const OTHERS_SHOWN = 10;

/** How to reach the person. */
const REACH_FIELDS = ['phone', 'email'];

export interface ReminderRequest extends CardRequest {
  /** Whose direct messages it is in. */
  rep: string;
  /** What the message is about besides, the most urgent first. */
  others: readonly Lead[];
}

/** @param request.round the lead's version that the reminder made */
export function reminderCard({ lead, ruleset, round, value, rep, others }: ReminderRequest): Card {
  const besides = others.filter(({ owner }) => owner === rep);
  const fields = alsoWaiting(besides);
  if (lead.status === 'erased') return { ...removedCard(lead), fields };
  if (!isWaiting(lead, rep, round)) {
    return { ...closedCard('Answered', answered(lead, rep), lead), fields };
  }
  const title = leadTitle(lead.attributes);
  const waited = waitedText(lead);
  const more = besides.length > 0 ? ` And ${besides.length} more.` : '';
  return {
    summary: `Reminder: ${title}. ${waited}${more}`,
    title: `Reminder: ${title}`,
    tone: 'attention',
    fields: [
      { label: 'Why', value: waited },
      ...cardFields(lead.attributes, REACH_FIELDS, ruleset.currency),
      ...fields,
    ],
    footer: [...(lead.limit ? [limitNote(lead.limit)] : []), ...footer(lead, lead.pool)],
    actions: reminderActions(lead, ruleset, value),
  };
}

/** Whether this reminder still waits for an answer. */
export function isWaiting(lead: Lead, rep: string, version: number): boolean {
  return lead.status === 'owned' && lead.owner === rep && lead.limit?.reminder?.version === version;
}

/** As of when the reminder was sent: a card that is drawn again says the same. */
function waitedText(lead: Lead): string {
  const { limit } = lead;
  if (!limit?.reminder) return 'Nobody has been in touch.';
  const length = shortLength(Date.parse(limit.reminder.at) - Date.parse(limit.since));
  return WAITED[limit.name](length, lead.touchedAt !== null);
}

const WAITED: Record<LimitName, (length: string, wasTouched: boolean) => string> = {
  'first-touch': (length) => `Came to you ${length} ago, and nobody has been in touch.`,
  'follow-up': (length) => `Your last touch was ${length} ago: time to follow up.`,
  stale: (length, wasTouched) =>
    wasTouched
      ? `Your last touch was ${length} ago: it is going stale.`
      : `Came to you ${length} ago and is going stale: nobody has been in touch.`,
};

function answered(lead: Lead, rep: string): string {
  if (lead.owner !== rep) return 'It is no longer with you.';
  if (lead.status !== 'owned') return 'It is closed.';
  if (lead.limit?.snoozedUntil) return 'You have put it off.';
  return lead.limit?.reminder ? 'There is a newer reminder below.' : 'You have been in touch.';
}

function alsoWaiting(others: readonly Lead[]): CardField[] {
  const shown = others.slice(0, OTHERS_SHOWN);
  const left = others.length - shown.length;
  return [
    ...shown.map((lead) => ({ label: 'Also waiting', value: `${leadTitle(lead.attributes)} · ${lead.id}` })),
    ...(left > 0 ? [{ label: 'And', value: `${left} more: your list of leads has them all` }] : []),
  ];
}

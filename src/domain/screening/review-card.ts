/** The card that asks admins for a decision: why, what is known, and what they can do; then who decided, and how to take it back. */
import type { Card, CardAction, CardField } from '../card.ts';
import { type Lead, leadTitle } from '../lead.ts';
import {
  type CardRequest,
  CLOSED_TEXT,
  closedCard,
  footer,
  ownerName,
  quote,
  removedCard,
  scoreField,
} from '../lead-card.ts';
import { cardFields } from '../lead-fields.ts';
import { leadForm } from '../lead-forms.ts';
import type { Ruleset } from '../ruleset.ts';
import { labelOf, RELEASE_REASONS } from '../stages.ts';
import { pointsText } from './score-words.ts';

const REVIEW_FIELDS = [
  'email',
  'phone',
  'website',
  'jobTitle',
  'industry',
  'employees',
  'place',
  'product',
  'revenue',
  'source',
  'campaign',
];

/** Slack's limit of options in one select. */
const POOLS_OFFERED = 100;

export function reviewCard({ lead, ruleset, round, value }: CardRequest): Card {
  if (lead.status === 'erased') return removedCard(lead);
  if (lead.status === 'review' && round === lead.round) return openCard(lead, ruleset, value);
  const done = closedCard('Review done', outcome(lead, ruleset, round), lead);
  const isLast = lead.status === 'disqualified' && round === lead.round;
  return isLast ? { ...done, actions: [{ kind: 'button', id: 'bring-back', label: 'Bring back', value }] } : done;
}

function openCard(lead: Lead, ruleset: Ruleset, value: string): Card {
  const why = lead.reason ? labelOf(RELEASE_REASONS, lead.reason) : 'sent to review by a rule';
  return {
    summary: `A lead needs a decision: ${why}`,
    title: leadTitle(lead.attributes),
    tone: 'attention',
    fields: [
      { label: 'Why here', value: why },
      ...screeningFields(lead),
      ...cardFields(lead.attributes, REVIEW_FIELDS, ruleset.currency),
    ],
    ...quote(lead),
    footer: footer(lead, 'review'),
    actions: reviewActions(lead, ruleset, value),
  };
}

/** A line for each thing that counted, with its points in front. */
function screeningFields(lead: Lead): CardField[] {
  const reasons = lead.screening?.reasons ?? [];
  return [...scoreField(lead), ...reasons.map(({ name, points }) => ({ label: pointsText(points), value: name }))];
}

function reviewActions(lead: Lead, ruleset: Ruleset, value: string): CardAction[] {
  return [
    { kind: 'button', id: 'approve', label: 'Approve', style: 'primary', value },
    {
      kind: 'select',
      id: 'send-to-pool',
      placeholder: 'Send to pool…',
      options: ruleset.pools.slice(0, POOLS_OFFERED).map((pool) => ({ value: pool.id, label: pool.id })),
      value,
    },
    { kind: 'button', id: 'edit', label: 'Edit', form: leadForm('edit', lead, ruleset), value },
    {
      kind: 'button',
      id: 'disqualify',
      label: 'Reject',
      style: 'danger',
      form: leadForm('disqualify', lead, ruleset),
      value,
    },
  ];
}

/** What came of it, and by whom where that is known. */
function outcome(lead: Lead, ruleset: Ruleset, round: number): string {
  const { approvedBy = null, rejectedBy } = lead.screening ?? {};
  if (lead.status === 'disqualified') {
    const why = lead.reason ?? 'no reason given';
    return rejectedBy ? `Rejected by ${adminName(ruleset, rejectedBy)}: ${why}` : `Disqualified: ${why}`;
  }
  if (lead.status === 'review' && round !== lead.round) return 'This lead came back to review: see the newest card.';
  const where = whereNow(lead, ruleset);
  return approvedBy === null ? where : `Approved by ${adminName(ruleset, approvedBy)}. ${where}`;
}

function whereNow(lead: Lead, ruleset: Ruleset): string {
  const owner = ownerName(lead, ruleset);
  if (owner) return `Now with ${owner}.`;
  const isSettled = lead.status === 'erased' || lead.status === 'merged' || lead.status === 'received';
  return lead.pool && !isSettled ? `Sent to ${lead.pool}.` : (CLOSED_TEXT[lead.status] ?? 'Decided.');
}

/** Admins are known by their address; one who is a rep too has a name. */
export function adminName({ reps }: Ruleset, by: string): string {
  return reps.find(({ id, email }) => email === by || id === by)?.name ?? by;
}

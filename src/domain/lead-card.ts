/**
 * What each card of a lead shows, by kind and state. Who may see what is decided here and nowhere else: a blind card is
 * blind because this file puts nothing else into it (design D6).
 */
import type { Card, CardAction, CardField, CardNote } from './card.ts';
import { type Lead, type LimitName, leadTitle, type RunningLimit } from './lead.ts';
import { cardFields, money } from './lead-fields.ts';
import { ownerActions, whyButton } from './owner-buttons.ts';
import type { Pool, Rep, Ruleset } from './ruleset.ts';
import { scoreText } from './screening/score-words.ts';
import { type SpeedToLead, shortLength } from './speed-to-lead.ts';
import { LOST_REASONS, labelOf, RELEASE_REASONS, STAGES } from './stages.ts';

/** What a detailed pool card shows, most telling first. No e-mail or phone: those come with the claim. */
const POOL_FIELDS = ['jobTitle', 'industry', 'employees', 'place', 'product', 'revenue', 'source', 'campaign'];

/** What the owner sees: how to reach the person first. */
const OWNER_FIELDS = [
  'phone',
  'email',
  'jobTitle',
  'website',
  'industry',
  'employees',
  'place',
  'region',
  'postalCode',
  'language',
  'product',
  'revenue',
  'source',
  'campaign',
  'consent',
  'externalId',
];

/** More custom fields than this make a card nobody reads; the rest is in `/lead show`. */
const CUSTOM_FIELDS_SHOWN = 12;

/** A card to be drawn: which lead, for which place, with the id that its buttons carry. */
export interface CardRequest {
  lead: Lead;
  ruleset: Ruleset;
  /** The round this card was made for; an older one than the lead's offers nothing. */
  round: number;
  /** The delivery's id: the only thing a button says. */
  value: string;
}

/** The card in a pool's channel: open for claiming, or saying who has it. */
export function poolCard({ lead, ruleset, round, value }: CardRequest): Card {
  if (lead.status === 'erased') return removedCard(lead);
  const pool = ruleset.pools.find((candidate) => candidate.id === lead.pool);
  const where = pool?.id ?? 'no pool';
  const owner = ownerName(lead, ruleset);
  if (round !== lead.round) return outdatedCard(lead, where, owner);
  if (lead.status === 'pooled' && pool) return openCard(lead, pool, ruleset, value);
  if (!owner || !pool)
    return closedCard('No longer open', CLOSED_TEXT[lead.status] ?? 'This lead is no longer in the pool.', lead);
  const verb = TAKEN_VERB[lead.status] ?? 'Taken by';
  return {
    summary: `${verb} ${owner} (${where})`,
    title: pool.blind ? `Lead in ${where}` : leadTitle(lead.attributes),
    tone: lead.status === 'owned' ? 'taken' : 'closed',
    // Nobody chooses by a card that is taken: it shrinks, so that the open ones stand out.
    fields: [{ label: verb, value: owner }],
    footer: [...(lead.ownedAt ? [{ label: 'Claimed', at: lead.ownedAt }] : []), ...footer(lead, where)],
    actions: [],
  };
}

/** A card of an earlier round: the lead was given back, or it moved on to another pool. */
function outdatedCard(lead: Lead, where: string, owner: string | null): Card {
  if (owner !== null) return closedCard('No longer open', `It is with ${owner} now.`, lead);
  return lead.reason === null
    ? closedCard('Passed on', `This lead is no longer open here: it went on to ${where}.`, lead)
    : closedCard(`Back in ${where}`, 'This lead was given back and posted again below.', lead);
}

const TAKEN_VERB: Partial<Record<Lead['status'], string>> = { owned: 'Taken by', won: 'Won by', lost: 'Lost by' };

/** What cards say of a lead that is nobody's, by its status. */
export const CLOSED_TEXT: Partial<Record<Lead['status'], string>> = {
  disqualified: 'This lead was disqualified.',
  review: 'This lead went to review.',
  received: 'This lead is being routed again.',
  offered: 'This lead is being offered to a rep.',
  merged: 'The same person wrote before: this went into that lead.',
};

/** The card in the owner's direct messages: everything, and what to do with it. */
export function ownerCard(request: CardRequest & { rep: string }): Card {
  const { lead, ruleset, round, rep, value } = request;
  if (lead.status === 'erased') return removedCard(lead);
  const mine = lead.owner === rep && round === lead.round;
  if (!mine) return closedCard('No longer yours', CLOSED_TEXT[lead.status] ?? noLongerYours(lead, ruleset), lead);
  const closed = lead.status === 'won' || lead.status === 'lost';
  const notes: CardNote[] = [{ label: 'Yours since', at: lead.ownedAt ?? lead.receivedAt }];
  if (lead.contactedAt) notes.push({ label: 'Contacted', at: lead.contactedAt });
  if (lead.limit) notes.push(limitNote(lead.limit));
  return {
    summary: `Yours: ${leadTitle(lead.attributes)}`,
    title: leadTitle(lead.attributes),
    tone: closed ? 'closed' : 'taken',
    fields: [...statusField(lead, ruleset), ...fullFields(lead, ruleset)],
    ...quote(lead),
    footer: [...notes, ...footer(lead, lead.pool ?? 'assigned by rule')],
    actions: ownerActions(lead, ruleset, value),
  };
}

/**
 * Everything about a lead, on request of its owner or an admin.
 * @param why says in plain words how it got there
 * @param speed `null` while nobody was in touch
 */
export function detailCard(lead: Lead, ruleset: Ruleset, why: readonly string[], speed: SpeedToLead | null): Card {
  const owner = ownerName(lead, ruleset);
  const standing: CardField[] = [
    { label: 'Status', value: lead.status },
    ...(lead.pool ? [{ label: 'Pool', value: lead.pool }] : []),
    ...(owner ? [{ label: 'Owner', value: owner }] : []),
    ...statusField(lead, ruleset),
    ...speedField(speed),
  ];
  return {
    summary: `Lead ${lead.id}: ${lead.status}`,
    title: lead.status === 'erased' ? 'Removed lead' : leadTitle(lead.attributes),
    tone:
      lead.status === 'pooled' || lead.status === 'received' ? 'open' : lead.status === 'owned' ? 'taken' : 'closed',
    fields: [...standing, ...fullFields(lead, ruleset)],
    ...quote(lead),
    footer: [
      ...why.map((text) => ({ text })),
      ...(speed ? [{ label: 'First touch', at: speed.firstTouchAt }] : []),
      ...footer(lead, null),
    ],
    actions: [],
  };
}

function speedField(speed: SpeedToLead | null): CardField[] {
  if (!speed) return [];
  const value = `${shortLength(speed.clockMs)} (${shortLength(speed.workingMs)} of working time)`;
  return [{ label: 'Speed to lead', value }];
}

function openCard(lead: Lead, pool: Pool, ruleset: Ruleset, value: string): Card {
  const blind = pool.blind;
  const title = blind ? `New lead in ${pool.id}` : leadTitle(lead.attributes);
  const returned =
    lead.round > 1 && lead.reason ? [{ text: `Given back: ${labelOf(RELEASE_REASONS, lead.reason)}` }] : [];
  const window =
    (lead.push?.bids.length ?? 0) > 0 && lead.dueAt ? [{ label: 'Claim window ends', at: lead.dueAt }] : [];
  const claim: CardAction = { kind: 'button', id: 'claim', label: 'Claim', style: 'primary', value };
  return {
    summary: blind ? `New lead in ${pool.id}, open to claim` : `New lead in ${pool.id}: ${title}`,
    title,
    tone: 'open',
    fields: visibleFields(lead, pool, ruleset),
    ...(blind ? {} : quote(lead)),
    footer: [...returned, ...window, ...footer(lead, pool.id)],
    actions: [claim, whyButton('Why here?', value)],
  };
}

/** A card that nobody can act on any more. */
export function closedCard(title: string, text: string, lead: Lead): Card {
  return {
    summary: `${title}. ${text}`,
    title,
    tone: 'closed',
    fields: [],
    footer: [{ text }, ...footer(lead, null)],
    actions: [],
  };
}

/** Every card of an erased lead, whatever it was: it says so, and nothing else. */
export function removedCard(lead: Lead): Card {
  return closedCard('Removed', REMOVED, lead);
}

/** People asked for it, or the time was over for which leads are kept. */
export const REMOVED = 'This lead was removed. Nothing is kept of the person.';

/** What may be seen before anybody has the lead. */
export function visibleFields(lead: Lead, pool: Pool, { currency }: Ruleset): CardField[] {
  return [...cardFields(lead.attributes, pool.blind ? pool.reveal : POOL_FIELDS, currency), ...scoreField(lead)];
}

/** What screening counted. The number alone: what it is made of tells something of the lead. */
export function scoreField({ screening }: Lead): CardField[] {
  const score = screening?.score ?? null;
  return score === null ? [] : [{ label: 'Score', value: scoreText(score) }];
}

/** By when the owner has to act, or until when they have put that off. */
export function limitNote({ name, until, snoozedUntil }: RunningLimit): CardNote {
  return snoozedUntil === null
    ? { label: LIMIT_LABELS[name], at: new Date(until) }
    : { label: 'Snoozed until', at: new Date(snoozedUntil) };
}

const LIMIT_LABELS: Record<LimitName, string> = {
  'first-touch': 'Contact by',
  'follow-up': 'Follow up by',
  stale: 'Stale from',
};

function fullFields(lead: Lead, { currency }: Ruleset): CardField[] {
  const custom = Object.keys(lead.attributes.custom).slice(0, CUSTOM_FIELDS_SHOWN);
  const names = [...OWNER_FIELDS, ...custom.map((key) => `custom.${key}`)];
  return [...cardFields(lead.attributes, names, currency), ...scoreField(lead)];
}

/** With what is said of it: what a won lead brings, why a lost one is lost. */
function statusField({ stage, amount, reason }: Lead, { currency }: Ruleset): CardField[] {
  if (!stage) return [];
  const brings = stage === 'won' && amount !== null ? [money(amount, currency)] : [];
  const why = stage === 'lost' && reason !== null ? [labelOf(LOST_REASONS, reason)] : [];
  return [{ label: 'Stage', value: [labelOf(STAGES, stage), ...brings, ...why].join(' · ') }];
}

export function quote(lead: Lead): { quote?: string } {
  return lead.attributes.message ? { quote: lead.attributes.message } : {};
}

/** The end of a card: when it came in, where it is, and the id that `/lead show` takes. */
export function footer(lead: Lead, where: string | null): CardNote[] {
  const notes: CardNote[] = [{ label: 'Received', at: lead.receivedAt }];
  if (lead.wroteAgainAt) notes.push({ label: 'Wrote again', at: lead.wroteAgainAt });
  if (where) notes.push({ text: where });
  return [...notes, { text: `Lead ${lead.id}` }];
}

function noLongerYours(lead: Lead, ruleset: Ruleset): string {
  const owner = ownerName(lead, ruleset);
  return owner ? `It is with ${owner} now.` : 'It went back to the pool.';
}

/** The owner's name; the bare id for a rep who left the routing file. */
export function ownerName(lead: Lead, ruleset: Ruleset): string | null {
  return lead.owner === null ? null : repName(ruleset, lead.owner);
}

/** A rep's name as the routing file gives it, else the id. */
export function repName(ruleset: Ruleset, id: string): string {
  return ruleset.reps.find((rep: Rep) => rep.id === id)?.name ?? id;
}

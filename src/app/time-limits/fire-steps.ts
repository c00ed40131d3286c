/** From steps that fire to events and messages. What a rep or a channel is told in one pass is one message, and messages are counted. */
import type { Lead } from '../../domain/lead.ts';
import type { LeadEvent } from '../../domain/lead-event.ts';
import { atWork, waitedEvent } from '../../domain/time-limits/due-step.ts';
import {
  escalationNotice,
  type LimitNotice,
  type Overdue,
  passedOnNotice,
  takenBackNotice,
} from '../../domain/time-limits/limit-notices.ts';
import { BUDGET_LOOK_BACK_MS, nextMessageAt } from '../../domain/time-limits/message-budget.ts';
import type { LimitStep } from '../../domain/time-limits/running-limit.ts';
import type { CardPlace } from '../../domain/wanted-cards.ts';
import type { Repositories } from '../../ports/store.ts';
import { wantNotice } from '../delivery/post-notice.ts';
import { type ChangeContext, slaOf } from '../record-changes.ts';

export interface FiredStep {
  lead: Lead;
  step: LimitStep;
}

export interface Told {
  events: { lead: Lead; event: LeadEvent }[];
  /** Conversations that have work by notices; those of cards come with the events. */
  conversations: string[];
}

/** One message: to whom, and about which leads. */
interface Message {
  recipient: string;
  first: FiredStep;
  steps: FiredStep[];
}

/** @param steps all that fire in this pass, each of another lead */
export async function fireSteps(
  context: ChangeContext,
  tx: Repositories,
  steps: readonly FiredStep[],
  now: Date,
): Promise<Told> {
  const told: Told = { events: [], conversations: [] };
  const of = (kind: LimitStep['kind']) => steps.filter(({ step }) => step.kind === kind);
  const reminders = grouped(of('remind'), ({ lead }) => `rep:${lead.owner}`);
  const escalations = grouped(of('escalate'), ({ lead }) => channelOf(context, lead));
  const messages = await withinBudget(context, tx, [...reminders, ...escalations], told, now);

  for (const message of messages) {
    if (reminders.includes(message)) told.events.push(...remind(message));
    else await escalate(context, tx, told, message, now);
  }
  const takenBack = grouped(of('give-up'), ({ lead }) => `${lead.owner} ${takesBack(context, lead)}`);
  for (const message of takenBack) await takeBack(context, tx, told, message);
  return told;
}

/** Messages that may be sent now. What they would have said waits, and is told together with what becomes due meanwhile. */
async function withinBudget(
  context: ChangeContext,
  tx: Repositories,
  messages: readonly Message[],
  told: Told,
  now: Date,
): Promise<Message[]> {
  if (messages.length === 0) return [];
  const lookBack = new Date(now.getTime() - BUDGET_LOOK_BACK_MS);
  const recipients = messages.map(({ recipient }) => recipient);
  const sent = await tx.limits.messages(recipients, lookBack);
  const allowed = messages.filter(({ recipient, steps }) => {
    const next = nextMessageAt(sent.get(recipient) ?? [], now);
    if (!next) return true;
    told.events.push(
      ...steps.map(({ lead }) => ({ lead, event: waitedEvent(lead, 'often', workTime(context, lead, next)) })),
    );
    return false;
  });
  await tx.limits.noteMessages(
    allowed.map(({ recipient }) => recipient),
    now,
    lookBack,
  );
  return allowed;
}

function workTime(context: ChangeContext, lead: Lead, at: Date): Date {
  const count = slaOf(lead, context.ruleset)?.count ?? 'around-the-clock';
  return atWork({ count, calendar: context.calendars(lead.owner ?? '') }, at);
}

/** The most urgent lead has the message; the others are named in it. */
function remind({ steps }: Message): Told['events'] {
  const [first, ...others] = [...steps].sort(byUrgency);
  const event = ({ lead, step }: FiredStep) => ({ type: 'reminded', ...whose(lead), step: step.step }) as const;
  if (!first) return [];
  return [
    { lead: first.lead, event: event(first) },
    ...others.map((other) => ({ lead: other.lead, event: { ...event(other), with: first.lead.id } })),
  ];
}

function byUrgency(one: FiredStep, other: FiredStep): number {
  return untilOf(one) - untilOf(other) || (one.lead.id < other.lead.id ? -1 : 1);
}

function untilOf({ lead }: FiredStep): number {
  return Date.parse(lead.limit?.until ?? '');
}

async function escalate(
  context: ChangeContext,
  tx: Repositories,
  told: Told,
  { first, steps }: Message,
  now: Date,
): Promise<void> {
  for (const { lead, step } of steps) {
    told.events.push({ lead, event: { type: 'escalated', ...whose(lead), step: step.step } });
  }
  const notice = escalationNotice(steps.map(overdue), context.ruleset, now);
  await tell(context, tx, told, escalationPlaces(context, first.lead), { what: 'escalated', steps, notice });
}

/** All of one owner's leads that go the same way. */
async function takeBack(
  context: ChangeContext,
  tx: Repositories,
  told: Told,
  { first, steps }: Message,
): Promise<void> {
  const to = takesBack(context, first.lead);
  for (const { lead } of steps) told.events.push({ lead, event: { type: 'taken-back', ...whose(lead), to } });
  const about = steps.map(overdue);
  const { ruleset, conversations } = context;
  const direct = (rep: string) => conversations.at({ kind: 'owner', rep });
  const before = takenBackNotice(about, to, ruleset);
  await tell(context, tx, told, direct(first.lead.owner ?? ''), { what: 'taken-back', steps, notice: before });
  if (to === null) return;
  await tell(context, tx, told, direct(to), { what: 'passed-on', steps, notice: passedOnNotice(about, ruleset) });
}

async function tell(
  { ids }: ChangeContext,
  tx: Repositories,
  told: Told,
  conversationIds: readonly string[],
  { what, steps, notice }: { what: string; steps: readonly FiredStep[]; notice: LimitNotice },
): Promise<void> {
  const leads = steps.map(({ lead }) => lead);
  const key = `${what}:${leads[0]?.id}:${leads[0]?.version}`;
  const about = leads.map(({ id }) => id);
  told.conversations.push(...(await wantNotice(tx, ids, conversationIds, { key, about, ...notice })));
}

/** The rep to whom leads of this pool go; `null`: back to the pool. */
function takesBack({ ruleset }: ChangeContext, lead: Lead): string | null {
  return slaOf(lead, ruleset)?.giveUp?.to ?? null;
}

function channelOf({ ruleset }: ChangeContext, lead: Lead): string {
  const to = slaOf(lead, ruleset)?.escalate?.to;
  return to ? `${to.platform}:${to.channel}` : '';
}

/** The admins, where the channel is in a chat that is not connected: somebody must hear of it. */
function escalationPlaces({ ruleset, conversations }: ChangeContext, lead: Lead): string[] {
  const to = slaOf(lead, ruleset)?.escalate?.to;
  const place: CardPlace[] = to ? [{ kind: 'pool', ...to }] : [];
  const places = place.flatMap((one) => conversations.at(one));
  return places.length > 0 ? places : conversations.admins();
}

function overdue({ lead }: FiredStep): Overdue {
  return { lead, of: whose(lead).of };
}

function whose({ owner, limit }: Lead) {
  return { rep: owner ?? '', of: limit?.name ?? 'first-touch' } as const;
}

function grouped(steps: readonly FiredStep[], recipientOf: (step: FiredStep) => string): Message[] {
  const messages = new Map<string, Message>();
  for (const step of steps) {
    const recipient = recipientOf(step);
    const known = messages.get(recipient);
    if (known) known.steps.push(step);
    else messages.set(recipient, { recipient, first: step, steps: [step] });
  }
  return [...messages.values()];
}

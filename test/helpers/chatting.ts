/** People in a chat and the app behind it, from a click or a typed word to the answer, over a real store. */
import { createAnswerCommand } from '../../src/app/chat/answer-command.ts';
import { createChatInbox } from '../../src/app/chat/chat-inbox.ts';
import { createDirectory } from '../../src/app/chat/directory.ts';
import { createReadDigest } from '../../src/app/digest/read-digest.ts';
import { createReplayDeadLetters } from '../../src/app/hand-over/dead-letters.ts';
import { createAnswerOffer } from '../../src/app/push/answer-offer.ts';
import { createExplainLedger } from '../../src/app/push/explain-ledger.ts';
import { createSetAvailability } from '../../src/app/push/set-availability.ts';
import type { FormPurpose } from '../../src/domain/lead-forms.ts';
import type { Ruleset } from '../../src/domain/ruleset.ts';
import type { CardClick, ChatInbox, FormProblems, OpenForm, Reply } from '../../src/ports/chat-inbox.ts';
import type { CardKind } from '../../src/ports/deliveries.ts';
import type { TestStore } from './database.ts';
import { startPushing } from './pushing.ts';

const TEAM = 'T0TEST';

/** Actions that are a click alone. */
type Click = 'accept' | 'why' | 'claim' | 'approve' | 'bringBack';

/**
 * Starts with nobody having said anything, and no lead of an earlier test waiting for anybody.
 * @param options.at what time it is at first; the clock moves by `pushing.pass` only
 */
export async function startChatting(opened: TestStore, ruleset: Ruleset, options: { at?: Date } = {}) {
  const { store, database } = opened;
  await database.executeSql('DELETE FROM availability', []);
  await database.executeSql(
    `UPDATE lead SET due_at = NULL, held_since = NULL, offered_to = NULL WHERE status IN ('pooled', 'offered')`,
    [],
  );
  const pushing = await startPushing(opened, ruleset, options);
  const { context } = pushing;
  for (const rep of ruleset.reps) {
    await store.identities.save({
      platform: 'slack',
      team: TEAM,
      userId: userId(rep.id),
      rep: rep.id,
      email: rep.email,
    });
  }
  const directory = createDirectory({ store, ruleset, clock: context.clock }, new Map());
  const inbox = createChatInbox({
    ...context,
    directory,
    claimLead: pushing.claim,
    workLead: pushing.work,
    reviewLead: pushing.review,
    answerOffer: createAnswerOffer(context),
    answerCommand: createAnswerCommand({
      ...context,
      directory,
      workLead: pushing.work,
      reviewLead: pushing.review,
      setAvailability: createSetAvailability(context),
      assignLead: pushing.assignLead,
      readQueue: pushing.queue,
      explainLedger: createExplainLedger(store),
      readDigest: createReadDigest(context),
      replayDeadLetters: createReplayDeadLetters({ store, keepNotice: async () => undefined }),
    }),
  });

  function gesture(rep: string) {
    return {
      person: { platform: 'slack' as const, team: TEAM, userId: userId(rep) },
      id: 'g',
      at: context.clock.now(),
    };
  }

  /** The card of a lead as it is now, in somebody's direct messages or in a channel. */
  async function card(leadId: string, kind: CardKind, round?: number): Promise<string> {
    const lead = await pushing.lead(leadId);
    const found = await database.prisma.delivery.findFirstOrThrow({
      where: { leadId, kind, round: round ?? lead.round },
    });
    return found.id;
  }

  async function click(rep: string, action: Click, delivery: string): Promise<Reply> {
    const made: CardClick = { ...gesture(rep), delivery, message: null };
    return inbox[action](made);
  }

  async function sendToPool(rep: string, delivery: string, pool: string): Promise<Reply> {
    return inbox.sendToPool({ ...gesture(rep), delivery, message: null }, pool);
  }

  function submit(rep: string, purpose: FormPurpose, delivery: string, values: Record<string, string>) {
    return inbox.submit({ ...gesture(rep), purpose, delivery, values });
  }

  return {
    pushing,
    inbox: inbox satisfies ChatInbox,
    card,
    click,
    sendToPool,
    ask: (rep: string, purpose: FormPurpose, delivery: string) =>
      inbox.ask({ ...gesture(rep), delivery, message: null }, purpose),
    submit,
    decline: (rep: string, delivery: string, reason: string, note = '') =>
      submit(rep, 'decline', delivery, { reason, note }),
    /** @returns the lines of the answer */
    type: async (rep: string, text: string) => lines(await inbox.command({ ...gesture(rep), text, prefix: '/lead' })),
  };
}

export type Chatting = Awaited<ReturnType<typeof startChatting>>;

/** The person's id in the chat. */
export function userId(rep: string): string {
  return `U0${rep.toUpperCase()}`;
}

/** A note as people read it, moments in UTC. */
export function lines(reply: Reply | OpenForm | FormProblems): string[] {
  if (reply.kind !== 'note') throw new Error(`no note: ${JSON.stringify(reply)}`);
  return reply.lines.map((line) =>
    'text' in line ? line.text : `${line.label} ${line.at.toISOString().slice(11, 16)}`,
  );
}

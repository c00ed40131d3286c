/** Deliveries and the conversations they go to. */
import { AppError } from '../domain/errors.ts';
import type {
  Conversation,
  Delivery,
  DeliveryRepository,
  DeliveryState,
  LeasedConversation,
} from '../ports/deliveries.ts';
import type { Prisma } from './generated/client.ts';
import type { Queues } from './queues.ts';
import type { Session, SqlValue } from './session.ts';
import { ADOPT_MESSAGE } from './sql/adopt-message.ts';
import { CONVERSATIONS_WITH_WORK } from './sql/conversations-with-work.ts';
import { DUE_DELIVERIES } from './sql/due-deliveries.ts';
import { LEASE_CONVERSATION } from './sql/lease-conversation.ts';
import { NEXT_DUE } from './sql/next-due.ts';
import { RETRY_PROBLEMS } from './sql/retry-problems.ts';
import { START_POST } from './sql/start-post.ts';
import { UPDATE_DELIVERY } from './sql/update-delivery.ts';
import { WANT_CARDS } from './sql/want-cards.ts';
import { EDIT_NOTICE, WANT_NOTICE } from './sql/want-notice.ts';

export function deliveryRepository(session: Session, queues: Queues): DeliveryRepository {
  const { sql } = session;

  /** Runs a statement that makes work, and commits jobs for it with it. @returns the conversations with new work */
  function announcing(statement: string, ...values: SqlValue[]): Promise<string[]> {
    return session.atomically(async (inside) => {
      const rows = await inside.sql<{ id: string }>(statement, ...values);
      const conversations = rows.map((row) => row.id);
      await queues.addDeliveries(inside, conversations);
      return conversations;
    });
  }

  return {
    async ensureConversations(wanted) {
      await session.prisma.conversation.createMany({ data: [...wanted], skipDuplicates: true });
      return (await session.prisma.conversation.findMany({ select: CONVERSATION_FIELDS })) as Conversation[];
    },

    async setAddress(id, address) {
      await session.prisma.conversation.updateMany({ where: { id }, data: { address } });
    },

    async want(cards, versions) {
      const changed = new Set(versions.map(({ leadId }) => leadId));
      if (cards.some(({ leadId }) => !changed.has(leadId))) {
        throw new AppError('card_without_version', 'a card is wanted of a lead whose version is not given', {
          retry: 'never',
        });
      }
      return announcing(WANT_CARDS, wantedBatch(cards, versions));
    },

    async wantNotice({ id, key, conversationId, card, about = [] }) {
      const named = about.length > 0 ? JSON.stringify(about) : null;
      return (await announcing(WANT_NOTICE, id, key, conversationId, JSON.stringify(card), named)).length > 0;
    },

    async editNotice(key, card) {
      return (await announcing(EDIT_NOTICE, key, JSON.stringify(card))).length > 0;
    },

    enqueue: (conversationIds) => queues.addDeliveries(session, conversationIds),

    async lease(id, holder, now, leaseMs) {
      const until = new Date(now.getTime() + leaseMs);
      const rows = await sql<LeasedConversation>(
        LEASE_CONVERSATION,
        id,
        holder,
        now.toISOString(),
        until.toISOString(),
      );
      return rows[0] ?? null;
    },

    async release(id, holder) {
      await session.prisma.conversation.updateMany({
        where: { id, leaseHolder: holder },
        data: { leaseHolder: null, leaseUntil: null },
      });
    },

    async due(conversationId, now, limit) {
      return sql<Delivery>(DUE_DELIVERIES, conversationId, now.toISOString(), limit);
    },

    async nextDue(conversationId) {
      const [next] = await sql<{ at: Date }>(NEXT_DUE, conversationId);
      return next?.at ?? null;
    },

    async startPost(id, holder, now) {
      return (await sql(START_POST, id, holder, now.toISOString())).length > 0;
    },

    async update(id, { sentVersion, notBefore, ...same }, postedAt) {
      const columns = { ...same, sent_version: sentVersion, not_before: notBefore };
      await sql(UPDATE_DELIVERY, id, JSON.stringify(columns), postedAt?.toISOString() ?? null);
    },

    async holdConversation(id, heldUntil, problem) {
      await session.prisma.conversation.updateMany({ where: { id }, data: { heldUntil, problem } });
    },

    async retryProblems(platform) {
      const rows = await session.sql<{ id: string }>(RETRY_PROBLEMS, platform);
      return rows.map(({ id }) => id);
    },

    async find(id) {
      return (await session.prisma.delivery.findUnique({
        where: { id },
        select: DELIVERY_FIELDS,
      })) as unknown as Delivery | null;
    },

    async adopt(id, { conversation, message }, newId) {
      await announcing(ADOPT_MESSAGE, id, conversation, message, newId);
    },

    async conversationsWithWork(now, limit) {
      const rows = await sql<{ id: string }>(CONVERSATIONS_WITH_WORK, now.toISOString(), limit);
      return rows.map((row) => row.id);
    },

    async countOpen() {
      const rows = await session.prisma.delivery.groupBy({
        by: 'state',
        where: { state: { not: 'skipped' }, sentVersion: { lt: session.prisma.delivery.fields.wantedVersion } },
        _count: true,
      });
      return Object.fromEntries(rows.map((row) => [row.state as DeliveryState, row._count]));
    },
  };
}

const CONVERSATION_FIELDS = {
  id: true,
  platform: true,
  kind: true,
  target: true,
  address: true,
} satisfies Prisma.ConversationSelect;

const DELIVERY_FIELDS = {
  id: true,
  conversationId: true,
  leadId: true,
  kind: true,
  round: true,
  state: true,
  wantedVersion: true,
  sentVersion: true,
  message: true,
  attempts: true,
  looks: true,
  attemptedAt: true,
  notice: true,
} satisfies Prisma.DeliverySelect;

function wantedBatch(
  cards: Parameters<DeliveryRepository['want']>[0],
  versions: Parameters<DeliveryRepository['want']>[1],
): string {
  return JSON.stringify({
    cards: cards.map(({ id, leadId, kind, round, conversationId }) => ({
      id,
      lead_id: leadId,
      kind,
      round,
      conversation_id: conversationId,
    })),
    versions: versions.map(({ leadId, version }) => ({ lead_id: leadId, version })),
  });
}

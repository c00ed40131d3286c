/** Sends digests when the calendar says so: each once to each place, however often and on however many instances it is run. */
import { createHash } from 'node:crypto';
import type { Card } from '../../domain/card.ts';
import { digestCard } from '../../domain/digest/digest-card.ts';
import { periodBefore } from '../../domain/digest/period.ts';
import type { DigestPlan, DigestTarget } from '../../domain/ruleset.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';
import type { Wake } from '../../ports/wake.ts';
import type { Conversations } from '../delivery/conversations.ts';
import { createReadDigest, type DigestContext } from './read-digest.ts';

export interface SendContext extends DigestContext {
  store: Store;
  ids: Ids;
  wake: Pick<Wake, 'deliveries'>;
  conversations: Conversations;
}

/** @param tick when the calendar said so, which may be a while ago: it decides the period */
export type SendDigest = (plan: DigestPlan, tick: Date) => Promise<void>;

export function createSendDigest(context: SendContext): SendDigest {
  const { ruleset, conversations } = context;
  const read = createReadDigest(context);

  /** Everybody who sees the same figures gets the same card. */
  function readerOf(target: DigestTarget): string | null {
    if (target.kind === 'channel') return null;
    const rep = ruleset.reps.find(({ id }) => id === target.rep);
    return rep && ruleset.admins.includes(rep.email) ? null : target.rep;
  }

  return async (plan, tick) => {
    const period = periodBefore(plan.every, tick, plan.timezone);
    const cards = new Map<string | null, Card>();
    const { every, pools, by, timezone } = plan;
    // Who else gets it and when does not make it another one.
    const says = keyOf({ every, pools, by, timezone });
    for (const target of plan.to) {
      const reader = readerOf(target);
      const card = cards.get(reader) ?? digestCard(await read({ period, pools: plan.pools, by: plan.by, reader }));
      cards.set(reader, card);
      const key = `digest:${says}:${period.from.toISOString()}:${reader ?? ''}`;
      await post(context, conversations.at(placeOf(target)), key, card);
    }
  };
}

async function post(
  { store, ids, wake }: SendContext,
  conversationIds: readonly string[],
  key: string,
  card: Card,
): Promise<void> {
  const told: string[] = [];
  for (const conversationId of conversationIds) {
    const notice = { id: ids.next(), key: `${key}@${conversationId}`, conversationId, card };
    if (await store.deliveries.wantNotice(notice)) told.push(conversationId);
  }
  wake.deliveries(told);
}

function placeOf(target: DigestTarget) {
  return target.kind === 'channel'
    ? { kind: 'pool' as const, platform: target.platform, channel: target.channel }
    : { kind: 'owner' as const, rep: target.rep };
}

/** Of anything that JSON can say, short enough for a name. */
export function keyOf(plan: Partial<DigestPlan>): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 12);
}

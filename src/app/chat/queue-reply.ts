/** `/lead queue`: a pool's order as it stands, one short line a member, to be read on a phone. */
import type { CardNote } from '../../domain/card.ts';
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import { isMember, isOffering, type Pool, type Ruleset } from '../../domain/ruleset.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { Queue, QueueLine, ReadQueue } from '../push/read-queue.ts';
import type { Known } from './directory.ts';
import { note, STRANGER } from './replies.ts';

/** A longer list is not read in a chat; the reader's own line is there all the same. */
const MEMBERS_SHOWN = 20;
const POOLS_SHOWN = 5;
const POOLS_NAMED = 20;

export interface QueueContext {
  ruleset: Ruleset;
  readQueue: ReadQueue;
}

/** @param name of a pool, as typed; `null`: the pools of whoever asks */
export async function queueReply(
  { ruleset, readQueue }: QueueContext,
  who: Known,
  name: string | null,
): Promise<Reply> {
  if (!who.rep && !who.admin) return STRANGER;
  const { rep } = who;
  const pools = name === null ? ruleset.pools.filter((pool) => rep && isMember(pool, rep.id)) : named(ruleset, name);
  if (!pools) return unknownPool(ruleset, name ?? '');
  if (pools.length === 0) return note('You are in no pool. Say which one you mean:', poolNames(ruleset));
  const lines: CardNote[] = [];
  for (const pool of pools.filter(hasQueue).slice(0, POOLS_SHOWN)) {
    lines.push(...poolLines(pool, await readQueue(pool), rep?.id ?? null));
  }
  const more = pools.filter(hasQueue).length - POOLS_SHOWN;
  if (more > 0) lines.push({ text: `${more} more of your pools have a queue: ask for one by its name.` });
  const open = pools.filter((pool) => !hasQueue(pool)).map(({ id }) => id);
  if (open.length > 0) lines.push({ text: withoutQueue(open) });
  return { kind: 'note', lines };
}

function named({ pools }: Ruleset, name: string): Pool[] | null {
  const pool = pools.find(({ id }) => id.toLowerCase() === name.toLowerCase());
  return pool ? [pool] : null;
}

function unknownPool(ruleset: Ruleset, name: string): Reply {
  const meant = nearestName(
    name,
    ruleset.pools.map(({ id }) => id),
  );
  const hint = meant ? ` Did you mean ${meant}?` : '';
  return note(`There is no pool "${name.slice(0, 40)}".${hint}`, poolNames(ruleset));
}

function poolNames({ pools }: Ruleset): string {
  const names = pools.slice(0, POOLS_NAMED).map(({ id }) => id);
  const more = pools.length - names.length;
  return `Pools: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** Whether a ledger decides: for each lead, or for whoever clicks within a claim window. */
export function hasQueue(pool: Pool): boolean {
  return isOffering(pool) || (pool.strategy === 'shotgun' && pool.claims.windowMs !== undefined);
}

function withoutQueue(pools: readonly string[]): string {
  const which = pools.length === 1 ? `${pools[0]} has no queue` : `${pools.join(', ')} have no queue`;
  return `${which}: whoever claims a lead first has it.`;
}

function poolLines(pool: Pool, queues: readonly Queue[], reader: string | null): CardNote[] {
  if (queues.length === 0) return [{ text: `${pool.id}: no lead has come in yet.` }];
  const fairness = queues[0]?.fairness ?? null;
  const lines = queues.flatMap((queue) => queueLines(pool, queue, reader));
  return fairness === null ? lines : [...lines, { text: fairness }];
}

function queueLines(pool: Pool, { value, members }: Queue, reader: string | null): CardNote[] {
  const shown = members.filter(({ rep }, index) => index < MEMBERS_SHOWN || rep === reader);
  const more = members.length - shown.length;
  return [
    { text: `${pool.id} (${pool.strategy})${value === '' ? '' : `, ${pool.offer.queuePer} ${value}`}` },
    ...shown.map((line) => ({ text: memberLine(line, line.rep === reader) })),
    ...(more > 0 ? [{ text: `… and ${more} more` }] : []),
  ];
}

function memberLine({ position, name, owed, open, offers, unavailable }: QueueLine, isReader: boolean): string {
  const who = `${name}${isReader ? ' (you)' : ''}`;
  if (unavailable !== null || position === null) return `– ${who} · ${unavailable ?? 'not there'}`;
  const parts = [`owed ${signed(owed)}`, `${open} open`];
  if (offers > 0) parts.push(offers === 1 ? '1 offer' : `${offers} offers`);
  return `${position}. ${who} · ${parts.join(' · ')}`;
}

/** `+0.67`, `−1.00`, `0.00`. */
export function signed(leads: number): string {
  if (leads === 0) return '0.00';
  return `${leads > 0 ? '+' : '−'}${Math.abs(leads).toFixed(2)}`;
}

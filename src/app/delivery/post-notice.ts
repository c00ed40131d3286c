/** Puts a notice of ours into conversations, each of them once. */
import type { Card } from '../../domain/card.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Repositories, Store } from '../../ports/store.ts';
import type { Wake } from '../../ports/wake.ts';

export interface Notice {
  /** The same key is told once in a conversation, e.g. `delivery-failed:<conversation>:not_in_channel`. */
  key: string;
  title: string;
  /** What happened and what to do about it. */
  lines: readonly string[];
  /** For notifications; title and lines unless given. */
  summary?: string;
  /** `attention` unless given. */
  tone?: Card['tone'];
  /** Ids of the leads that it names: once one is erased, its name goes from here too. */
  about?: readonly string[];
}

export interface NoticeContext {
  store: Store;
  ids: Ids;
  wake: Wake;
}

export async function postNotice(
  { store, ids, wake }: NoticeContext,
  conversationIds: readonly string[],
  notice: Notice,
): Promise<void> {
  wake.deliveries(await wantNotice(store, ids, conversationIds, notice));
}

/** The same within a transaction. @returns the conversations that are to be woken after the commit */
export async function wantNotice(
  { deliveries }: Pick<Repositories, 'deliveries'>,
  ids: Ids,
  conversationIds: readonly string[],
  { key, title, lines, summary = `${title}. ${lines.join(' ')}`, tone = 'attention', about = [] }: Notice,
): Promise<string[]> {
  const quote = lines.join('\n');
  const card: Card = { summary, title, tone, fields: [], quote, footer: [], actions: [] };
  const told: string[] = [];
  for (const conversationId of conversationIds) {
    const notice = { id: ids.next(), key: `${key}@${conversationId}`, conversationId, card, about };
    if (await deliveries.wantNotice(notice)) told.push(conversationId);
  }
  return told;
}

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
  notice: Notice,
): Promise<string[]> {
  const card = noticeCard(notice);
  const told: string[] = [];
  for (const conversationId of conversationIds) {
    const key = noticeKey(notice, conversationId);
    const { about = [] } = notice;
    if (await deliveries.wantNotice({ id: ids.next(), key, conversationId, card, about })) told.push(conversationId);
  }
  return told;
}

/** Puts a notice into conversations, or changes what it says where it is there already under its key. */
export async function keepNotice(
  { store, ids, wake }: NoticeContext,
  conversationIds: readonly string[],
  notice: Notice,
): Promise<void> {
  const card = noticeCard(notice);
  const posted = await wantNotice(store, ids, conversationIds, notice);
  const edited: string[] = [];
  for (const conversationId of conversationIds) {
    if (await store.deliveries.editNotice(noticeKey(notice, conversationId), card)) edited.push(conversationId);
  }
  wake.deliveries([...posted, ...edited]);
}

function noticeKey({ key }: Notice, conversationId: string): string {
  return `${key}@${conversationId}`;
}

function noticeCard({ title, lines, summary = `${title}. ${lines.join(' ')}`, tone = 'attention' }: Notice): Card {
  return { summary, title, tone, fields: [], quote: lines.join('\n'), footer: [], actions: [] };
}

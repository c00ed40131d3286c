/** Tells the admins' channels something that needs a person. Nothing goes wrong in silence. */
import type { Card } from '../../domain/card.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';
import type { Wake } from '../../ports/wake.ts';
import type { Conversations } from './conversations.ts';

export interface AdminNotice {
  /** The same key is told once, e.g. `delivery-failed:<conversation>:not_in_channel`. */
  key: string;
  title: string;
  /** What happened and what to do about it. */
  lines: string[];
}

export type NotifyAdmins = (notice: AdminNotice) => Promise<void>;

export function createNotifyAdmins(deps: {
  store: Store;
  ids: Ids;
  conversations: Conversations;
  wake: Wake;
}): NotifyAdmins {
  return async (notice) => {
    const card: Card = {
      summary: `${notice.title}. ${notice.lines.join(' ')}`,
      title: notice.title,
      tone: 'attention',
      fields: [],
      quote: notice.lines.join('\n'),
      footer: [],
      actions: [],
    };
    const told: string[] = [];
    for (const conversationId of deps.conversations.admins()) {
      const key = `${notice.key}@${conversationId}`;
      const isNew = await deps.store.deliveries.wantNotice({ id: deps.ids.next(), key, conversationId, card });
      if (isNew) told.push(conversationId);
    }
    deps.wake.deliveries(told);
  };
}

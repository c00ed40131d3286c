/** Tells the admins' channels something that needs a person. Nothing goes wrong in silence. */
import type { Conversations } from './conversations.ts';
import { type Notice, type NoticeContext, postNotice } from './post-notice.ts';

export type NotifyAdmins = (notice: Notice) => Promise<void>;

export function createNotifyAdmins(context: NoticeContext & { conversations: Conversations }): NotifyAdmins {
  return (notice) => postNotice(context, context.conversations.admins(), notice);
}

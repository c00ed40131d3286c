/** Who and what exists in every playground: the team, the app and its bot. Ids look like Slack's and never change. */
import { createHash } from 'node:crypto';
import type { SlackUser } from './workspace-state.ts';

export const TEAM = { id: 'T0PLAYGROUND', name: 'Dibs playground', domain: 'dibs-playground' };
export const APP_ID = 'A0PLAYGROUND';
export const BOT_ID = 'B0PLAYGROUND';

export const BOT: SlackUser = {
  id: 'U0PLAYGROUND',
  username: 'dibs',
  realName: 'Dibs',
  email: null,
  title: 'App',
  isAdmin: false,
  isBot: true,
  deleted: false,
  presence: 'active',
  tz: 'Etc/UTC',
};

/**
 * A Slack-like id that the same thing always gets, so that what the app remembers stays right when the playground's
 * file is thrown away.
 * @param kind `U` for people, `C` for channels, `D` for direct conversations
 * @param of what makes it that thing: an e-mail address, a channel's name
 */
export function slackId(kind: 'U' | 'C' | 'D', of: string): string {
  return kind + createHash('sha256').update(of).digest('hex').slice(0, 10).toUpperCase();
}

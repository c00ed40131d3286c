/** Somebody in the Agents Playground without a window: sees in its log what they were sent, clicks and types through its API. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type TeamsTrial, teamsId } from './agents-playground.ts';

export interface Colleague {
  /** Clicks a button of their newest card of this lead, once there is one. Throws when that card was sent to somebody else. */
  click(leadId: string, button: string): Promise<void>;
  /** Types this to Dibs. Resolves once this is in an answer. */
  type(text: string, answer: string): Promise<void>;
  leave(): void;
}

/** A line of the log: a message of the bot's. It does not say where to. */
const sent = z.object({
  log: z.object({
    activityName: z.literal('message'),
    from: z.literal('User Application'),
    messageId: z.string(),
    request: z.object({ body: z.unknown() }),
  }),
});

const started = z.object({ id: z.string() });
const member = z.object({ id: z.string(), name: z.string(), aadObjectId: z.string(), tenantId: z.string() });

const PATIENCE = { timeout: 15_000 };

/** @param email of somebody whom the routing file knows */
export async function colleague({ teams }: TeamsTrial, email: string): Promise<Colleague> {
  const id = teamsId(email);
  const serviceUrl = `${teams}/_connector`;
  // As a bot opens the chat with somebody.
  const opened = await post(`${serviceUrl}/v3/conversations`, { bot: { id: '28:dibs' }, members: [{ id }] });
  const chat = started.parse(opened).id;
  const known = await fetch(`${serviceUrl}/v3/conversations/${encodeURIComponent(chat)}/members/${id}`);
  const { tenantId, ...person } = member.parse(await known.json());

  const messages: { id: string; body: unknown }[] = [];
  const log = new WebSocket(`${teams.replace('http', 'ws')}/_ws/log/stream`);
  log.on('message', (data) => {
    const line = sent.safeParse(JSON.parse(String(data))).data?.log;
    if (line) messages.push({ id: line.messageId, body: line.request.body });
  });
  await once(log, 'open');

  /** The newest message with this text, once there is one. */
  function newest(text: string) {
    return vi.waitUntil(() => messages.findLast(({ body }) => JSON.stringify(body).includes(text)), PATIENCE);
  }

  return {
    async click(leadId, button) {
      const { action, replyToId } = await vi.waitUntil(async () => {
        const message = await newest(leadId);
        const found = findButton(message.body, button);
        return found && { action: found, replyToId: message.id };
      }, PATIENCE);
      await post(`${teams}/_conversation/v1/invoke`, {
        name: 'adaptiveCard/action',
        value: { action },
        from: { id },
        conversation: { id: chat },
        replyToId,
      });
    },
    async type(text, answer) {
      messages.length = 0;
      // The page sends the same from its menu, "Mock an Activity".
      await post(`${teams}/_internal/v1/customActivities`, {
        type: 'message',
        id: randomUUID(),
        channelId: 'msteams',
        serviceUrl,
        from: person,
        recipient: { id: '28:dibs', name: 'Dibs' },
        conversation: { id: chat, conversationType: 'personal', tenantId },
        channelData: { tenant: { id: tenantId } },
        text,
        textFormat: 'plain',
      });
      await newest(answer);
    },
    leave: () => log.close(),
  };
}

async function post(url: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return text ? JSON.parse(text) : null;
}

const execute = z.looseObject({ type: z.literal('Action.Execute'), title: z.string() });

/** The button with this title, however deep it is in a message. */
function findButton(part: unknown, title: string): object | null {
  if (typeof part !== 'object' || part === null) return null;
  const { data: button } = execute.safeParse(part);
  if (button?.title === title) return button;
  for (const inner of Object.values(part)) {
    const found = findButton(inner, title);
    if (found) return found;
  }
  return null;
}

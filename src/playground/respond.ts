/** What an app does with a response URL: a new note or message, or a change of the one that was clicked on. */
import { z } from 'zod';
import type { Block } from './block-kit/blocks.ts';
import { BOT } from './identity.ts';
import type { ResponseTarget, ResponseUrls } from './response-urls.ts';
import { checkContent } from './web-api/message-content.ts';
import { flag, json, SlackApiError } from './web-api/method.ts';
import type { Workspace } from './workspace.ts';

const body = z.object({
  text: z.string().optional(),
  blocks: json.optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag.default(false),
  delete_original: flag.default(false),
  thread_ts: z.string().optional(),
});

export type RespondAnswer =
  | { status: 200; body: { ok: true } }
  | { status: 400 | 404; body: { ok: false; error: string } };

/**
 * @param key the last part of the response URL
 * @param content the posted JSON
 */
export function respond(workspace: Workspace, urls: ResponseUrls, key: string, content: unknown): RespondAnswer {
  const use = urls.use(key);
  if ('error' in use) return { status: 404, body: { ok: false, error: use.error } };
  const parsed = body.safeParse(content);
  if (!parsed.success) return { status: 400, body: { ok: false, error: 'invalid_payload' } };
  try {
    apply(workspace, use.target, parsed.data);
    return { status: 200, body: { ok: true } };
  } catch (error) {
    if (error instanceof SlackApiError) return { status: 400, body: { ok: false, error: error.code } };
    throw error;
  }
}

function apply(workspace: Workspace, target: ResponseTarget, wish: z.infer<typeof body>): void {
  if (wish.delete_original) {
    remove(workspace, target);
    return;
  }
  const content = checkContent(wish);
  if (wish.replace_original && target.source.kind !== 'command') {
    replace(workspace, target, content);
    return;
  }
  const { channel, user } = target;
  if (wish.response_type === 'in_channel')
    workspace.post(channel, { user: BOT.id, ...content, threadTs: wish.thread_ts });
  else workspace.whisper({ channel, reader: user, from: 'app', ...content });
}

function remove(workspace: Workspace, { channel, source }: ResponseTarget): void {
  if (source.kind === 'message') workspace.remove(channel, source.ts);
  if (source.kind === 'note') workspace.dismissNote(source.ts);
}

function replace(
  workspace: Workspace,
  { channel, source }: ResponseTarget,
  content: { text: string; blocks: Block[] },
): void {
  if (source.kind === 'command') return;
  const replaced =
    source.kind === 'message' ? workspace.edit(channel, source.ts, content) : workspace.rewriteNote(source.ts, content);
  if (!replaced) throw new SlackApiError('message_not_found');
}

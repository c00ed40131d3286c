/** Checks what an app wants to post, edit or whisper, with the errors Slack gives. */
import type { Block } from '../block-kit/blocks.ts';
import { checkBlocks } from '../block-kit/check-blocks.ts';
import type { MessageMetadata } from '../workspace-state.ts';
import { SlackApiError } from './method.ts';

/** Longer texts are refused; Slack cuts them, which no app wants. */
const MOST_TEXT = 40_000;

interface Content {
  text?: string | undefined;
  blocks?: unknown;
}

/**
 * @param content as sent: blocks parsed from JSON
 * @param mostText longest text the method takes
 * @throws SlackApiError no_text, msg_too_long, invalid_blocks, invalid_blocks_format, msg_blocks_too_long
 */
export function checkContent(content: Content, mostText = MOST_TEXT): { text: string; blocks: Block[] } {
  const text = content.text ?? '';
  const blocks = content.blocks === undefined ? [] : checkedBlocks(content.blocks);
  if (text.trim() === '' && blocks.length === 0) throw new SlackApiError('no_text');
  if (text.length > mostText) throw new SlackApiError('msg_too_long');
  return { text, blocks };
}

export function checkedBlocks(value: unknown): Block[] {
  const verdict = checkBlocks('message', value);
  if (!verdict.ok) throw new SlackApiError(verdict.error, verdict.messages);
  return verdict.blocks;
}

/** @returns the metadata; `undefined` for an empty object, which is how an app removes it */
export function checkMetadata(value: unknown): MessageMetadata | undefined {
  if (!isRecord(value)) throw new SlackApiError('invalid_metadata_format');
  if (Object.keys(value).length === 0) return undefined;
  const { event_type, event_payload } = value;
  if (typeof event_type !== 'string' || event_type === '' || !isRecord(event_payload)) {
    throw new SlackApiError('invalid_metadata_format');
  }
  return { event_type, event_payload };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

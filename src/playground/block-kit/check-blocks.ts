/**
 * Says whether Slack would take these blocks, and if not, with which error and messages. Local Slack servers do not
 * check this, so a card that only fails in production is what this file prevents.
 */
import { z } from 'zod';
import { type Block, homeBlock, messageBlock, modalBlock } from './blocks.ts';
import { interactiveElements } from './find-elements.ts';

/** Where blocks are shown; each takes other blocks and another number of them. */
export type Surface = 'message' | 'modal' | 'home';

const MOST_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

/** Undocumented, reported by apps that met it (bolt-js issue 2509). */
const MOST_CHARACTERS = 13_200;

/** Blocks of which a message takes only so many. */
const MOST_OF_TYPE: Partial<Record<Block['type'], number>> = { data_visualization: 2, table: 1 };

const SCHEMAS = { message: z.array(messageBlock), modal: z.array(modalBlock), home: z.array(homeBlock) };

export type BlocksVerdict =
  | { ok: true; blocks: Block[] }
  | { ok: false; error: 'invalid_blocks' | 'invalid_blocks_format' | 'msg_blocks_too_long'; messages: string[] };

/**
 * @param surface where the blocks are to be shown
 * @param value what the app sent, parsed from JSON
 * @returns the blocks, or Slack's error code with a message for each fault (`[ERROR] … [json-pointer:/blocks/0/…]`)
 */
export function checkBlocks(surface: Surface, value: unknown): BlocksVerdict {
  if (!Array.isArray(value))
    return { ok: false, error: 'invalid_blocks_format', messages: ['[ERROR] blocks must be an array'] };
  if (value.length > MOST_BLOCKS[surface]) {
    return invalid([message(`no more than ${MOST_BLOCKS[surface]} items allowed`, ['blocks'])]);
  }
  const parsed = SCHEMAS[surface].safeParse(value, { reportInput: true });
  if (!parsed.success)
    return invalid(parsed.error.issues.map((issue) => message(explain(issue), ['blocks', ...issue.path])));
  const faults = [...repeatedIds(parsed.data), ...tooManyOfType(parsed.data)];
  if (faults.length > 0) return invalid(faults);
  if (surface === 'message' && JSON.stringify(value).length > MOST_CHARACTERS) {
    return {
      ok: false,
      error: 'msg_blocks_too_long',
      messages: [message(`more than ${MOST_CHARACTERS} characters`, ['blocks'])],
    };
  }
  return { ok: true, blocks: parsed.data };
}

/** Faults of any strict object in Slack's style, without the values themselves. */
export function messagesOf(issues: readonly z.core.$ZodIssue[], root: readonly PropertyKey[] = []): string[] {
  return issues.map((issue) => message(explain(issue), [...root, ...issue.path]));
}

function invalid(messages: string[]): BlocksVerdict {
  return { ok: false, error: 'invalid_blocks', messages };
}

function message(text: string, path: readonly PropertyKey[]): string {
  return `[ERROR] ${text} [json-pointer:/${path.map(String).join('/')}]`;
}

function explain(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? `must be less than ${Number(issue.maximum) + 1} characters`
        : `no more than ${issue.maximum} allowed`;
    case 'too_small':
      return issue.origin === 'string'
        ? `must be more than ${Number(issue.minimum) - 1} characters`
        : `no fewer than ${issue.minimum} allowed`;
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return 'unsupported type';
    case 'invalid_type':
      return issue.input === undefined ? 'missing required field' : `must be a ${issue.expected}`;
    default:
      return issue.message;
  }
}

function repeatedIds(blocks: readonly Block[]): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    if (block.block_id !== undefined && seen.has(block.block_id)) {
      faults.push(message('block_id is used by another block', ['blocks', index, 'block_id']));
    }
    if (block.block_id !== undefined) seen.add(block.block_id);
    const actionIds = interactiveElements([block]).flatMap(({ element }) => element.action_id ?? []);
    if (new Set(actionIds).size < actionIds.length) {
      faults.push(message('action_id is used by another element of this block', ['blocks', index]));
    }
  }
  return faults;
}

function tooManyOfType(blocks: readonly Block[]): string[] {
  return Object.entries(MOST_OF_TYPE).flatMap(([type, most]) =>
    blocks.filter((block) => block.type === type).length > most
      ? [message(`no more than ${most} ${type} blocks`, ['blocks'])]
      : [],
  );
}

/** Says whether Slack would take a modal or a Home tab. */
import { z } from 'zod';
import type { Block } from './blocks.ts';
import { checkBlocks, messagesOf } from './check-blocks.ts';
import { plainText } from './composition.ts';

/** Slack's `view_too_large`. */
const MOST_CHARACTERS = 250_000;

const common = {
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).default(''),
  callback_id: z.string().max(255).default(''),
  external_id: z.string().max(255).default(''),
};

const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().default(false),
  notify_on_close: z.boolean().default(false),
  ...common,
});

const home = z.strictObject({ type: z.literal('home'), ...common });

/** A modal as the app described it, checked. */
export type ModalContent = Omit<z.infer<typeof modal>, 'blocks'> & { blocks: Block[] };
export type HomeContent = Omit<z.infer<typeof home>, 'blocks'> & { blocks: Block[] };

export type ViewVerdict<V> =
  | { ok: true; view: V }
  | { ok: false; error: 'invalid_arguments' | 'view_too_large'; messages: string[] };

export function checkModal(value: unknown): ViewVerdict<ModalContent> {
  const verdict = check(modal, 'modal', value);
  if (!verdict.ok) return verdict;
  if (!verdict.view.submit && verdict.view.blocks.some((block) => block.type === 'input')) {
    return refuse(['[ERROR] submit is required when there are input blocks [json-pointer:/view/submit]']);
  }
  return verdict;
}

export function checkHome(value: unknown): ViewVerdict<HomeContent> {
  return check(home, 'home', value);
}

function check<V extends { blocks: unknown[] }>(
  schema: z.ZodType<V>,
  surface: 'modal' | 'home',
  value: unknown,
): ViewVerdict<Omit<V, 'blocks'> & { blocks: Block[] }> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) return refuse(messagesOf(parsed.error.issues, ['view']));
  const verdict = checkBlocks(surface, parsed.data.blocks);
  if (!verdict.ok) return refuse(verdict.messages.map((text) => text.replace('json-pointer:/', 'json-pointer:/view/')));
  if (JSON.stringify(value).length > MOST_CHARACTERS) return { ok: false, error: 'view_too_large', messages: [] };
  return { ok: true, view: { ...parsed.data, blocks: verdict.blocks } };
}

function refuse(messages: string[]): { ok: false; error: 'invalid_arguments'; messages: string[] } {
  return { ok: false, error: 'invalid_arguments', messages };
}

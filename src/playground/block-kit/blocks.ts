/**
 * Block Kit's blocks with their limits, and which of them each surface takes.
 * Numbers are Slack's own (docs.slack.dev, blocks). What is not listed here is refused, as Slack refuses unknown types.
 */
import { z } from 'zod';
import { anyText, image, mrkdwn, plainText, url } from './composition.ts';
import { accessory, actionElement, buttonElement, inputElement } from './elements.ts';
import { richTextElement } from './rich-text.ts';

const block_id = z.string().min(1).max(255).optional();

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, { error: 'needs text or fields' });

const header = z.strictObject({
  type: z.literal('header'),
  block_id,
  text: plainText(150),
  level: z.int().min(1).max(4).optional(),
});
const divider = z.strictObject({ type: z.literal('divider'), block_id });
const context = z.strictObject({
  type: z.literal('context'),
  block_id,
  elements: z
    .array(z.discriminatedUnion('type', [plainText(2000), mrkdwn(2000), image]))
    .min(1)
    .max(10),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  block_id,
  elements: z.array(actionElement).min(1).max(25),
});
const picture = z.strictObject({
  type: z.literal('image'),
  block_id,
  image_url: url.optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
  alt_text: z.string().min(1).max(2000),
  title: plainText(2000).optional(),
});
const input = z.strictObject({
  type: z.literal('input'),
  block_id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  element: inputElement,
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});
const richText = z.strictObject({ type: z.literal('rich_text'), block_id, elements: z.array(richTextElement) });
const markdown = z.strictObject({ type: z.literal('markdown'), block_id, text: z.string().min(1).max(12_000) });
const alert = z.strictObject({
  type: z.literal('alert'),
  block_id,
  text: anyText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
  richText,
]);
const rows = z.array(z.array(cell).min(1).max(20)).min(1);
const table = z.strictObject({
  type: z.literal('table'),
  block_id,
  rows: rows.max(100),
  column_settings: z
    .array(
      z
        .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
        .nullable(),
    )
    .max(20)
    .optional(),
});
const dataTable = z.strictObject({
  type: z.literal('data_table'),
  block_id,
  rows,
  caption: z.string().min(1),
  page_size: z.int().min(1).max(100).optional(),
  row_header_column_index: z.int().min(0).optional(),
});

const label = z.string().min(1).max(20);
const points = z.array(z.strictObject({ label, value: z.number() })).min(1);
const series = z
  .array(z.strictObject({ name: label, data: points.max(20) }))
  .min(1)
  .max(6);
const chart = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('pie'), segments: points.max(6) }),
  z.strictObject({
    type: z.enum(['line', 'bar', 'area']),
    series,
    axis_config: z.strictObject({
      categories: z.array(label).max(20).optional(),
      x_label: z.string().max(50).optional(),
      y_label: z.string().max(50).optional(),
    }),
  }),
]);
const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id,
  title: z.string().min(1).max(50),
  chart,
});

const card = z
  .strictObject({
    type: z.literal('card'),
    block_id,
    hero_image: image.optional(),
    icon: image.optional(),
    title: mrkdwn(150).optional(),
    subtitle: mrkdwn(150).optional(),
    body: mrkdwn(200).optional(),
    actions: z.array(buttonElement).optional(),
  })
  .refine((block) => block.hero_image ?? block.title ?? block.actions ?? block.body, {
    error: 'needs a hero_image, a title, actions or a body',
  });
const carousel = z.strictObject({ type: z.literal('carousel'), block_id, elements: z.array(card).min(1).max(10) });
const container = z.strictObject({
  type: z.literal('container'),
  block_id,
  title: plainText(150).optional(),
  rich_text_title: richText.optional(),
  subtitle: anyText(150).optional(),
  child_blocks: z
    .array(z.discriminatedUnion('type', [actions, context, divider, header, picture, input, richText, section, table]))
    .max(10),
  width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
  icon: image.optional(),
  is_collapsible: z.boolean().optional(),
  default_collapsed: z.boolean().optional(),
  has_header_divider: z.boolean().optional(),
});

const everywhere = [section, header, divider, context, actions, picture, input, richText, card] as const;

/** What a message may hold. */
export const messageBlock = z.discriminatedUnion('type', [
  ...everywhere,
  markdown,
  table,
  dataTable,
  dataVisualization,
  carousel,
  container,
]);
/** What a modal may hold. */
export const modalBlock = z.discriminatedUnion('type', [...everywhere, alert]);
/** What a Home tab may hold. */
export const homeBlock = z.discriminatedUnion('type', [...everywhere, carousel]);

export type Block = z.infer<typeof messageBlock> | z.infer<typeof modalBlock>;

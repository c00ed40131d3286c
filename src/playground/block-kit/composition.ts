/**
 * Block Kit's small parts with their limits: text objects, options, confirmation dialogs.
 * Numbers are Slack's own (docs.slack.dev, composition objects); objects are strict, as Slack refuses unknown properties.
 */
import { z } from 'zod';

/** @param max characters, as JavaScript counts them */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

/** @param max characters, as JavaScript counts them */
export function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

/** Either kind of text object. */
export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

export type TextObject = z.infer<ReturnType<typeof anyText>>;

const OPTION_TEXT = 75;
const OPTION_VALUE = 75;
const URL_LENGTH = 3000;

export const url = z.url({ protocol: /^(https?|mailto|tel)$/ }).max(URL_LENGTH);

/** For menus: plain text only. */
export const menuOption = z.strictObject({
  text: plainText(OPTION_TEXT),
  value: z.string().max(OPTION_VALUE),
  description: plainText(OPTION_TEXT).optional(),
});

/** For radio buttons and checkboxes, which may use mrkdwn. */
export const choiceOption = z.strictObject({
  text: anyText(OPTION_TEXT),
  value: z.string().max(OPTION_VALUE),
  description: anyText(OPTION_TEXT).optional(),
});

export const overflowOption = menuOption.extend({ url: url.optional() });

export type Option = z.infer<typeof choiceOption>;

export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(menuOption).min(1).max(100) });

export const confirmDialog = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

export type ConfirmDialog = z.infer<typeof confirmDialog>;

export const image = z
  .strictObject({
    type: z.literal('image'),
    image_url: url.optional(),
    slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
    alt_text: z.string().min(1).max(2000),
  })
  .refine((value) => (value.image_url === undefined) !== (value.slack_file === undefined), {
    error: 'needs exactly one of image_url and slack_file',
  });

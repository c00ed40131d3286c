/** Forms in the routing file: what a page asks, in which languages, and what becomes of the answers. */
import { z } from 'zod';
import { FIELD_KINDS } from '../../domain/forms/form.ts';
import { hasBrokenLink, withoutLinks } from '../../domain/forms/links.ts';
import { MESSAGE_KEYS } from '../../domain/forms/messages.ts';
import { MOST_CHARACTERS } from '../../domain/normalise/lead-schema.ts';
import { isLoopbackHost } from '../../system/loopback.ts';
import { contrastWithWhite } from './contrast.ts';
import { country } from './country-value.ts';
import { id, isClean, language, line, list } from './values.ts';

/** With what Dibs adds, below the most that a lead may have under `custom`. */
const MOST_FIELDS = 30;

const LANGUAGE = /^[a-z]{2}$/;

/** A text in the form's only language, or one for each of its languages. */
function texts(most: number, description: string, example: string) {
  const text = z
    .string()
    .trim()
    .min(1)
    .max(most, { error: `is too long: at most ${most} characters` })
    .refine((written) => !hasBrokenLink(written), {
      error: 'has a link that is none: write it as [words](https://acme.example/page)',
    });
  const byLanguage = z
    .record(z.string().regex(LANGUAGE, { error: 'must be an ISO 639-1 code such as en' }), text)
    .refine((all) => Object.keys(all).length > 0, { error: 'must not be empty', when: isClean });
  return z.union([text, byLanguage]).meta({ description, examples: [example] });
}

const option = z.union([
  line(200),
  z.strictObject({
    value: line(200).meta({ description: 'What the lead gets.', examples: ['pro'] }),
    label: texts(200, 'What the page says; the value if it is left out.', 'Pro').exactOptional(),
  }),
]);

const fieldName = z
  .string()
  .min(1)
  .meta({ description: 'Lead field, or custom.<name>.', examples: ['email'] });

const wholeField = z.strictObject({
  field: fieldName,
  kind: z
    .enum(FIELD_KINDS)
    .meta({ description: 'How it is typed or chosen; what suits the field if left out.', examples: ['select'] })
    .exactOptional(),
  label: texts(200, 'What the page calls it; our own word for a lead field if left out.', 'E-mail').exactOptional(),
  help: texts(500, 'What is said below the label.', 'We only write back.').exactOptional(),
  required: z
    .boolean()
    .meta({ description: 'Whether it must be filled in; false if left out.', examples: [true] })
    .exactOptional(),
  options: list(option)
    .max(300)
    .meta({ description: 'What a select offers; all countries for country if left out.', examples: [['basic', 'pro']] })
    .exactOptional(),
  value: line(500)
    .meta({ description: 'Of a hidden field: what the lead gets.', examples: ['landing-a'] })
    .exactOptional(),
  query: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, { error: 'must be the name of a parameter, such as plan' })
    .meta({ description: 'Of a hidden field: the parameter of the page’s address that has it.', examples: ['plan'] })
    .exactOptional(),
});

export type FieldInFile = z.output<typeof wholeField>;

/** A name alone is a field with everything as usual. */
const field = z.union([fieldName.transform((name): FieldInFile => ({ field: name })), wholeField]);

const webAddress = z.string().max(500).refine(isHttps, {
  error: 'must be an absolute address such as https://acme.example/thanks',
});

function isHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}

/** Without encryption only on this machine, for trying it out. */
const origin = z
  .string()
  .refine(isOrigin, { error: 'must be an origin without a path, such as https://www.acme.example' })
  .transform((text) => new URL(text).origin);

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin: own, hostname } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  return isSafe && own === text.replace(/\/$/, '').toLowerCase();
}

/** White text on it must be readable (WCAG 2.2, 1.4.3). */
const LEAST_CONTRAST = 4.5;

const accent = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, { error: 'must be a colour such as "#1f4f46", in quotes' })
  .refine((colour) => contrastWithWhite(colour) >= LEAST_CONTRAST, {
    error: ({ input }) =>
      `is too light for white text: a contrast of ${contrastWithWhite(String(input)).toFixed(1)}, and at least ${LEAST_CONTRAST} is needed`,
    when: isClean,
  });

const consentText = texts(
  MOST_CHARACTERS.custom,
  'What a sender agrees to, and what the lead keeps.',
  'You may write to me.',
).refine((given) => [given].flatMap((one) => (typeof one === 'string' ? one : Object.values(one))).every(isKept), {
  error: `is too long with its addresses written out: at most ${MOST_CHARACTERS.custom} characters`,
  when: isClean,
});

function isKept(text: string): boolean {
  return withoutLinks(text).length <= MOST_CHARACTERS.custom;
}

const messages = z.strictObject(
  Object.fromEntries(
    MESSAGE_KEYS.map((key) => [key, texts(300, `Replaces our own words for ${key}.`, 'Send').exactOptional()]),
  ) as Record<(typeof MESSAGE_KEYS)[number], z.ZodExactOptional<ReturnType<typeof texts>>>,
);

export const form = z.strictObject({
  id: id('form', 'contact'),
  languages: list(language)
    .meta({ description: 'Languages of the page, the usual one first; en if left out.', examples: [['en', 'de']] })
    .exactOptional(),
  title: texts(120, 'Heading of the page.', 'Talk to us'),
  text: texts(2_000, 'What is said below the heading.', 'We answer within a day.').exactOptional(),
  fields: list(field)
    .max(MOST_FIELDS, { error: `is too long: at most ${MOST_FIELDS} fields` })
    .meta({ description: 'What the page asks for, in this order.', examples: [['name', 'email']] }),
  consent: z
    .strictObject({
      text: consentText,
      required: z
        .boolean()
        .meta({ description: 'Whether nobody can send without it; false if left out.', examples: [true] })
        .exactOptional(),
    })
    .meta({ description: 'A box to tick.', examples: [{ text: 'You may write to me.' }] })
    .exactOptional(),
  button: texts(60, 'What the button says.', 'Send').exactOptional(),
  thanks: texts(2_000, 'What a sender reads.', 'Thank you. We will be in touch.').exactOptional(),
  redirect: webAddress
    .meta({ description: 'Where a sender goes instead.', examples: ['https://acme.example/thanks'] })
    .exactOptional(),
  source: line(MOST_CHARACTERS.source)
    .meta({ description: 'Source of its leads; the form’s id if left out.', examples: ['website'] })
    .exactOptional(),
  campaign: line(MOST_CHARACTERS.campaign)
    .meta({ description: 'Campaign of leads whose page names none.', examples: ['spring'] })
    .exactOptional(),
  country: country
    .meta({ description: 'By which phone numbers are read of senders who name no country.', examples: ['ES'] })
    .exactOptional(),
  allow: list(origin)
    .meta({ description: 'Sites that may show it in a frame; none if left out.', examples: [['https://acme.example']] })
    .exactOptional(),
  accent: accent.meta({ description: 'Colour of the button and of links.', examples: ['#1f4f46'] }).exactOptional(),
  messages: messages
    .meta({ description: 'Our own messages, in other words or languages.', examples: [{ send: 'Go' }] })
    .exactOptional(),
});

export type FormInFile = z.output<typeof form>;

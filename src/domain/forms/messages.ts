/** What a form's page says by itself. The routing file may say each of these in words, and languages, of its own. */

/** `{n}`, `{label}` and the like stand for what is put in their place. */
export const MESSAGE_KEYS = [
  // On the form.
  'optional',
  'choose',
  'send',
  'language',
  'leaveEmpty',
  // Beside a field, and in the summary above.
  'error',
  'wrongOne',
  'wrongMany',
  'required',
  'tick',
  'email',
  'phone',
  'number',
  'website',
  'tooLong',
  'option',
  'contact',
  'invalid',
  // Instead of thanks: everything typed is still there.
  'again',
  'sentBefore',
  'tooMany',
  'away',
  // Pages of their own.
  'thanksTitle',
  'thanks',
  'goOn',
  'tooLargeTitle',
  'tooLarge',
  'notFoundTitle',
  'notFound',
  'brokenTitle',
  'broken',
] as const;

export type MessageKey = (typeof MESSAGE_KEYS)[number];

export type Messages = Readonly<Record<MessageKey, string>>;

/** The small values of a routing file: ids, names, addresses, time zones, durations, channels. */
import { z } from 'zod';
import { normaliseLanguage } from '../../domain/normalise/language.ts';
import { nearestName } from '../../domain/normalise/nearest-name.ts';

/** Short text on one line, as people see it in chat. */
export function line(mostCharacters: number) {
  return z
    .string()
    .min(1)
    .max(mostCharacters, { error: `is too long: at most ${mostCharacters} characters` })
    .regex(/^\S(.*\S)?$/u, { error: 'must be one line without spaces around it' });
}

/** Ids are typed in chat commands and stored with leads: letters, digits, - and _. */
export function id(noun: 'rep' | 'pool' | 'form' | 'source', example: string) {
  return z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, {
      error: 'must be at most 40 letters, digits, - and _, such as north-1',
    })
    .meta({ description: `Id of a ${noun}.`, examples: [example] });
}

export function email(description: string) {
  return z
    .email({ error: (issue) => (typeof issue.input === 'string' ? 'is not an e-mail address' : undefined) })
    .max(254)
    .meta({ description, examples: ['ana@acme.example'] })
    .transform((address) => address.toLowerCase());
}

export function timeZone(description: string) {
  return z
    .string()
    .superRefine((name, context) => {
      if (isTimeZone(name)) return;
      const nearest = nearestName(name, Intl.supportedValuesOf('timeZone'));
      const hint = nearest ? `did you mean ${nearest}?` : 'use a name such as Europe/Madrid';
      context.addIssue({
        code: 'custom',
        message: `there is no time zone ${JSON.stringify(name.slice(0, 40))}; ${hint}`,
      });
    })
    .meta({ description, examples: ['Europe/Madrid'] });
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false; // an offset such as +02:00 knows no summer time
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `5m`, `2h`, `3d` → milliseconds; a day is 24 hours. */
export function duration(description: string) {
  const error = 'must be a number and a unit, such as 30s, 5m, 2h or 3d';
  return z
    .string({ error: ({ input }) => (typeof input === 'number' ? error : undefined) })
    .regex(/^[1-9]\d{0,3}[smhd]$/, { error })
    .meta({ description, examples: ['5m'] })
    .transform((text) => Number.parseInt(text, 10) * UNIT_MS[text.at(-1) as keyof typeof UNIT_MS]);
}

export const slackChannel = z
  .string()
  .regex(/^#?[\p{Ll}\p{Lo}\p{M}\p{N}_-]{1,80}$/u, {
    error: 'is no Slack channel name: small letters, digits, - and _, such as "#leads-iberia"',
  })
  .meta({ description: 'Slack channel, in quotes because of the #.', examples: ['#leads-iberia'] })
  .transform((name) => (name.startsWith('#') ? name : `#${name}`));

export const teamsChannel = z
  .string()
  .regex(/^[^/\s][^/]*\/[^/]*[^/\s]$/u, { error: 'must be a team and a channel, such as Sales/Leads Iberia' })
  .max(200)
  .meta({ description: 'Teams channel, as team/channel.', examples: ['Sales/Leads Iberia'] });

/** A language by code or name → ISO 639-1, as leads have it. */
export const language = z
  .string()
  .meta({ description: 'Language, as ISO 639-1 code or by name.', examples: ['es'] })
  .transform((text, context) => {
    const code = normaliseLanguage(text);
    if (code) return code;
    const message = `there is no language ${JSON.stringify(text.slice(0, 40))}; use an ISO 639-1 code such as es`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  });

/** For checks of a whole that only confuse while its parts have mistakes. */
export function isClean({ issues }: { issues: readonly unknown[] }): boolean {
  return issues.length === 0;
}

export function hasKeys(value: object): boolean {
  return Object.keys(value).length > 0;
}

/** A list that is there has something in it. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item).min(1);
}

/** One value, or a list of them. */
export function oneOrMore<Item extends z.ZodType>(item: Item) {
  return z.union([item.transform((only) => [only]), list(item)]);
}

/** What zod finds wrong, in words for the person who wrote the file: what is there, what would be right, an example. */
import { stringify } from 'yaml';
import { z } from 'zod';
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import { unknownKey } from './unknown-key.ts';

type RawIssue = z.core.$ZodRawIssue;

/** Used for every schema of the routing file; schemas that know better give their own message. */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, [KINDS[issue.expected] ?? issue.expected]);
    case 'invalid_union':
      return wrongType(issue, expectedKinds(issue.errors));
    case 'invalid_value':
      return wrongValue(issue.values.map(String), issue.input);
    case 'unrecognized_keys':
      // One line per key, in the keys' order: `findings.ts` makes one finding of each.
      return issue.keys.map((key) => unknownKey(key, knownKeys(issue.inst))).join('\n');
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'is not a key that is known here';
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive ?? true);
    case 'too_big':
      return issue.origin === 'number' ? `must be at most ${issue.maximum}` : `is too long: at most ${issue.maximum}`;
    default:
      return undefined;
  }
};

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function wrongType(issue: RawIssue, expected: readonly string[]): string {
  const example = exampleOf(issue.inst);
  const forExample = example === null ? '' : `; for example ${example}`;
  if (issue.input === undefined) return `is missing${forExample}`;
  if (issue.input === null) return `is empty${forExample}`;
  return `must be ${alternatives(expected)}, not ${described(issue.input)}${quotesHint(issue.input, expected) ?? forExample}`;
}

/** YAML tells text from numbers by the quotes. */
function quotesHint(input: unknown, expected: readonly string[]): string | null {
  if (typeof input === 'number' && expected.includes('text')) return '; put it in quotes';
  const isNumber = typeof input === 'string' && input.trim() !== '' && Number.isFinite(Number(input));
  return isNumber && expected.includes('a number') ? '; take the quotes away' : null;
}

function wrongValue(allowed: readonly string[], input: unknown): string {
  if (input === undefined) return `is missing: ${alternatives(allowed)}`;
  const nearest = typeof input === 'string' ? nearestName(input, allowed) : undefined;
  const hint = nearest && allowed.length > 1 ? `; did you mean ${nearest}?` : '';
  return `must be ${alternatives(allowed)}, not ${described(input)}${hint}`;
}

function tooSmall(origin: string, minimum: number, inclusive: boolean): string {
  if (origin === 'number') return `must be ${inclusive ? 'at least' : 'more than'} ${minimum}`;
  return minimum === 1 ? 'must not be empty' : `must have ${minimum} entries`;
}

/** What the branches of a union would have taken. */
function expectedKinds(branches: readonly (readonly z.core.$ZodIssue[])[]): string[] {
  const kinds = branches.flat().flatMap((issue) => {
    if (issue.path.length > 0) return [];
    if (issue.code === 'invalid_type') return [KINDS[issue.expected] ?? issue.expected];
    if (issue.code === 'invalid_value') return issue.values.map(String);
    return issue.code === 'invalid_union' ? expectedKinds(issue.errors) : [];
  });
  return [...new Set(kinds)];
}

function exampleOf(schema: unknown): string | null {
  const examples = schema instanceof z.ZodType ? schema.meta()?.examples : undefined;
  if (!Array.isArray(examples) || examples.length === 0) return null;
  return stringify(examples[0], { collectionStyle: 'flow', lineWidth: 0 }).trim();
}

function knownKeys(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

const SHOWN_CHARACTERS = 40;

function described(input: unknown): string {
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping';
  const text = typeof input === 'string' ? JSON.stringify(input) : String(input);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Whom somebody means by a word: a mention, an id, an address or a name. */
import { foldName } from '../../domain/normalise/text.ts';
import type { Rep, Ruleset } from '../../domain/ruleset.ts';
import type { Person } from '../../ports/chat-inbox.ts';
import type { Directory } from './directory.ts';

/**
 * @param word as typed; a mention is `@` and the user id on the speaker's platform
 * @returns `null` where nobody, or more than one, may be meant
 */
export type FindRep = (word: string, speaker: Person) => Promise<Rep | null>;

/** Throws `ChatError` when the platform must be asked about a mention and cannot be. */
export function createFindRep(ruleset: Ruleset, directory: Directory): FindRep {
  return async (word, speaker) => {
    const bare = word.replace(/^@/, '');
    const named = repNamed(ruleset, bare);
    if (named || !word.startsWith('@') || !USER_ID.test(bare)) return named;
    return (await directory.identify({ ...speaker, userId: bare })).rep;
  };
}

/** Slack's ids; other platforms have their own. */
const USER_ID = /^[A-Za-z0-9:_-]{3,128}$/;

function repNamed({ reps }: Ruleset, word: string): Rep | null {
  const lower = word.toLowerCase();
  const exact = reps.find(({ id, email }) => id.toLowerCase() === lower || email === lower);
  if (exact) return exact;
  const folded = foldName(word);
  if (folded === '') return null;
  const called = reps.filter(({ name, email }) => {
    const names = [name, name.split(' ')[0] ?? '', email.split('@')[0] ?? ''];
    return names.some((candidate) => foldName(candidate) === folded);
  });
  return called.length === 1 ? (called[0] ?? null) : null;
}

/**
 * Finds every rep on every connected platform, by e-mail, ahead of their first lead, and tells the admins who is on none of
 * them. Runs in the background after the start: platforms allow about fifty look-ups a minute.
 */
import { ChatError } from '../../domain/errors.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { NotifyAdmins } from '../delivery/notify-admins.ts';
import type { Directory } from './directory.ts';

export interface MatchRepsContext {
  ruleset: Ruleset;
  platforms: Iterable<ChatPlatform>;
  directory: Directory;
  notifyAdmins: NotifyAdmins;
  clock: Clock;
}

/** How long to wait after a refusal that names no time. */
const PAUSE_MS = 10_000;

/**
 * @param signal ends it early; what is missing is found at the rep's first lead or click
 * @returns the names of the reps that nobody's e-mail address on any platform belongs to
 */
export async function matchReps(context: MatchRepsContext, signal: AbortSignal): Promise<string[]> {
  const platforms = [...context.platforms];
  const found = new Set<string>();
  for (const platform of platforms) {
    for (const rep of context.ruleset.reps) {
      const userId = await untilAnswered(context.clock, signal, () => context.directory.userOf(platform, rep.id));
      if (signal.aborted) return [];
      if (userId !== null) found.add(rep.id);
    }
  }
  const missing = context.ruleset.reps.filter(({ id }) => !found.has(id)).map(({ name }) => name);
  if (missing.length > 0) {
    await context.notifyAdmins({
      key: `reps-not-found:${missing.join(',')}`,
      title: 'Some reps were not found in chat',
      lines: [
        `Nobody in ${platforms.map(({ title }) => title).join(' or ')} has the e-mail address of: ${missing.join(', ')}.`,
        'They can neither claim nor get leads. Correct the address in the routing file, or invite them.',
      ],
    });
  }
  return missing;
}

async function untilAnswered(
  clock: Clock,
  signal: AbortSignal,
  ask: () => Promise<string | null>,
): Promise<string | null> {
  while (!signal.aborted) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ChatError) || error.retry === 'never') throw error;
      await clock.sleep(error.retryAfterMs ?? PAUSE_MS, signal);
    }
  }
  return null;
}

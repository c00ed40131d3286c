/**
 * What chat shows of the reps, asked for only when it matters: a rep is about to get an offer, or is passed over for what was seen a
 * while ago. Kept in memory: it is old within minutes.
 */
import type { ChatSignals } from '../../domain/availability/availability.ts';
import type { PlatformName, Signal } from '../../domain/ruleset.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Directory } from '../chat/directory.ts';

export interface SignalBook {
  /** What is known of a rep. */
  of(rep: string): ChatSignals;
  /** Whether chat is to be asked before an offer goes to this rep. */
  isStale(rep: string): boolean;
  /** Asks about these reps, and remembers the answers. Never rejects: who cannot be asked counts as being there. */
  ask(reps: readonly string[]): Promise<void>;
}

/** Slack lets an app ask about fifty times a minute; an offer every minute to each of fifty reps is within that. */
const FRESH_MS = 60_000;

/** So many at once: what is left is asked in the next pass. */
const AT_ONCE = 10;

/** A chat that does not answer does not keep leads waiting. */
const ANSWER_WITHIN_MS = 2_000;

export interface SignalBookOptions {
  wanted: readonly Signal[];
  platforms: ReadonlyMap<PlatformName, ChatPlatform>;
  directory: Directory;
  clock: Clock;
  log: Log;
}

export function createSignalBook({ wanted, platforms, directory, clock, log }: SignalBookOptions): SignalBook {
  const book = new Map<string, { signals: ChatSignals; askedAt: number }>();

  async function askOne(rep: string): Promise<ChatSignals> {
    const shown: ChatSignals[] = [];
    for (const platform of platforms.values()) {
      const userId = await directory.userOf(platform, rep);
      if (userId !== null) shown.push(wanted.length > 0 ? await platform.signals(userId, wanted) : {});
    }
    return shown.length > 0 ? Object.assign({}, ...shown) : { missing: { seenAt: clock.now() } };
  }

  async function learn(rep: string): Promise<void> {
    const askedAt = clock.now().getTime();
    const limit = new AbortController();
    try {
      const late = clock.sleep(ANSWER_WITHIN_MS, limit.signal).then(() => null);
      const answer = await Promise.race([askOne(rep), late]);
      book.set(rep, { signals: answer ?? {}, askedAt });
    } catch (err) {
      log.warn('Chat did not say whether a rep is there', { rep, err });
      book.set(rep, { signals: {}, askedAt });
    } finally {
      limit.abort();
    }
  }

  return {
    of: (rep) => book.get(rep)?.signals ?? {},
    isStale: (rep) =>
      platforms.size > 0 && clock.now().getTime() - (book.get(rep)?.askedAt ?? Number.NEGATIVE_INFINITY) >= FRESH_MS,
    ask: async (reps) => {
      await Promise.all(reps.slice(0, AT_ONCE).map(learn));
    },
  };
}

/** What push pools work with, made once: calendars, skills, ledgers, earned shares, and what chat shows of the reps. */
import type { Directory } from '../app/chat/directory.ts';
import type { AssignContext } from '../app/push/assign-leads.ts';
import { createRosters } from '../app/push/desks.ts';
import { createEarnedShares } from '../app/push/earned-shares.ts';
import { createCalendars } from '../app/push/hands.ts';
import { createRotationCache } from '../app/push/rotation-cache.ts';
import { createSignalBook } from '../app/push/signal-book.ts';
import type { ChangeContext } from '../app/record-changes.ts';
import type { PlatformName } from '../domain/ruleset.ts';
import type { ChatPlatform } from '../ports/chat-platform.ts';
import type { Log } from '../ports/log.ts';

export function createPush<Context extends Omit<ChangeContext, 'calendars'>>(
  context: Context,
  chat: { platforms: ReadonlyMap<PlatformName, ChatPlatform>; directory: Directory; log: Log },
): Context & AssignContext {
  const { ruleset, clock } = context;
  return {
    ...context,
    calendars: createCalendars(ruleset),
    signals: createSignalBook({ ...chat, wanted: ruleset.signals, clock }),
    rosters: createRosters(ruleset),
    rotations: createRotationCache(),
    shares: createEarnedShares(ruleset),
  };
}

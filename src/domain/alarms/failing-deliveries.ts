/** Cards do not arrive: a channel that refuses them, or a platform that does not answer. */
import type { PlatformName } from '../ruleset.ts';
import type { Alarm } from './alarm.ts';
import { counted, durationWords } from './alarm-words.ts';

/** A conversation that has cards to post, or a problem. */
export interface WaitingConversation {
  platform: PlatformName;
  kind: 'channel' | 'direct';
  /** Channel name, or the rep's id. */
  target: string;
  /** The platform's code; `null`: none is known. */
  problem: string | null;
  /** Cards that were never posted; not more than the store counts. */
  waiting: number;
  /** Since when the oldest of them waits. */
  oldest: Date | null;
  lastPostedAt: Date | null;
  /** Cards that the platform has refused in the last hour. */
  refused: number;
}

/** A queue that moves is only long: posts are paced. One that has not moved for so long stands. */
const STANDS_AFTER_MS = 5 * 60_000;

/** What mends itself within this time does. */
const HOLD_MS = 5 * 60_000;

const MOST_NAMED = 5;

/** Someone who is in the other chat only; whoever is in none is told of elsewhere. */
const NOT_IN_THIS_CHAT = 'rep_not_found';

/** @returns at most one alarm for each platform */
export function failingDeliveries(conversations: readonly WaitingConversation[], now: Date): Alarm[] {
  const failing = conversations.filter((one) => isFailing(one, now));
  const platforms = [...new Set(failing.map(({ platform }) => platform))];
  return platforms.map((platform) => {
    const here = failing.filter((one) => one.platform === platform);
    const waiting = here.reduce((sum, one) => sum + one.waiting, 0);
    const more = here.length - MOST_NAMED;
    return {
      key: `deliveries:${platform}`,
      title: `Cards do not arrive in ${platform === 'slack' ? 'Slack' : 'Teams'}`,
      lines: [
        ...here.slice(0, MOST_NAMED).map((one) => describe(one, now)),
        ...(more > 0 ? [`And ${counted(more, 'more conversation')}.`] : []),
        `${counted(waiting, 'card')} wait. None is lost: they are posted as soon as it works again.`,
      ],
      holdMs: HOLD_MS,
    };
  });
}

function isFailing({ problem, waiting, oldest, lastPostedAt, refused }: WaitingConversation, now: Date): boolean {
  if (problem === NOT_IN_THIS_CHAT) return false;
  if (refused > 0 || (problem !== null && waiting > 0)) return true;
  const before = (at: Date | null) => at === null || now.getTime() - at.getTime() >= STANDS_AFTER_MS;
  return waiting > 0 && before(oldest) && before(lastPostedAt);
}

function describe({ kind, target, problem, waiting, oldest, refused }: WaitingConversation, now: Date): string {
  const where = kind === 'channel' ? target : `direct messages with ${target}`;
  if (problem !== null) return `${where}: the answer is “${problem}”.`;
  if (refused > 0) return `${where}: ${counted(refused, 'card')} refused in the last hour.`;
  const since = oldest ? ` for ${durationWords(now.getTime() - oldest.getTime())}` : '';
  return `${where}: ${counted(waiting, 'card')} waiting${since}, no answer.`;
}

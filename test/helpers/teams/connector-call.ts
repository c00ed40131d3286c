/** A call of the bot, as the parts that answer it see it, and which of them does. */
import type { TooBig } from './message-rules.ts';
import type { LimitedCall, RateLimits } from './rate-limits.ts';
import { type ConnectorAnswer, conversationNotFound, notInRoster, throttled, writesBlocked } from './refusal.ts';
import type { Place, World } from './world.ts';

export interface Connector {
  world: World;
  limits: RateLimits;
  tooBig: TooBig[];
}

export interface ConnectorCall {
  /** By the names in the route's pattern, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** As it travelled; empty without one. */
  body: string;
  json: unknown;
}

export type Handler = (connector: Connector, call: ConnectorCall) => ConnectorAnswer;

/** @param pattern e.g. `v3/conversations/:conversation/members/:member` */
export interface Route {
  method: string;
  pattern: string;
  handler: Handler;
}

/** @param path without the slash in front, still encoded. @returns the route's parameters; `null` when it is not this route */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const parts = path.split('/').map(decodeURIComponent);
  const params: Record<string, string> = {};
  if (wanted.length !== parts.length) return null;
  for (const [at, name] of wanted.entries()) {
    const part = parts[at] ?? '';
    if (name.startsWith(':') && part !== '') params[name.slice(1)] = part;
    else if (name !== part) return null;
  }
  return params;
}

export function countCall({ limits }: Connector, kind: LimitedCall, key: string): void {
  const seconds = limits.take(kind, key);
  if (seconds !== null) throw throttled(seconds);
}

/** Where the conversation is. Throws a `Refusal` when there is none. */
export function placeOf({ world }: Connector, conversation: string | undefined): Place {
  const place = world.place(conversation ?? '');
  // A chat that nobody opened has no id yet that anybody could know.
  if (!place || (place.kind === 'chat' && place.chat.bot === 'unknown')) throw conversationNotFound();
  return place;
}

/** Throws a `Refusal` where the bot is not, or not any more. */
export function checkInstalled(place: Place): void {
  if (place.kind === 'channel' && !place.team.installed) throw notInRoster();
  if (place.kind === 'chat' && place.chat.bot === 'blocked') throw writesBlocked();
}

import { HOUR_MS, MINUTE_MS } from '../availability/local-time.ts';

const DAY_MS = 24 * HOUR_MS;

/** About how long: `12 minutes`, `5 hours`, `3 days`. */
export function durationWords(ms: number): string {
  if (ms >= 2 * DAY_MS) return counted(Math.floor(ms / DAY_MS), 'day');
  if (ms >= 2 * HOUR_MS) return counted(Math.floor(ms / HOUR_MS), 'hour');
  return counted(Math.max(1, Math.floor(ms / MINUTE_MS)), 'minute');
}

/** `1 lead`, `2 leads`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

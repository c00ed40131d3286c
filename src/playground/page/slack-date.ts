/** Slack's date tokens: a moment in the reader's own time zone and manner (docs.slack.dev, formatting dates). */

const DAY_MS = 86_400_000;

/**
 * @param seconds since 1970
 * @param format with placeholders, e.g. `{date_short_pretty} at {time}`
 * @param now for "today", "yesterday" and `{ago}`
 * @param locale the reader's; absent: the browser's
 * @param timeZone the reader's; absent: the browser's
 */
export function formatSlackDate(
  seconds: number,
  format: string,
  now: Date,
  locale?: string,
  timeZone?: string,
): string {
  const at = new Date(seconds * 1000);
  const show = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at);
  const long = (): string => show({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
  const full = (): string => show({ year: 'numeric', month: 'long', day: 'numeric' });
  const short = (): string => show({ year: 'numeric', month: 'short', day: 'numeric' });
  const pretty = (otherwise: () => string): string => nearDay(at, now, timeZone) ?? otherwise();
  const placeholders: Record<string, () => string> = {
    date_num: () => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(at),
    date: full,
    date_short: short,
    date_long: long,
    date_pretty: () => pretty(full),
    date_short_pretty: () => pretty(short),
    date_long_pretty: () => pretty(long),
    time: () => show({ hour: 'numeric', minute: '2-digit' }),
    time_secs: () => show({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: () => ago(at, now),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name: string) => placeholders[name]?.() ?? whole);
}

function nearDay(at: Date, now: Date, timeZone: string | undefined): string | null {
  const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone });
  const names: Record<string, number> = { today: 0, yesterday: -1, tomorrow: 1 };
  const found = Object.entries(names).find(
    ([, days]) => day.format(at) === day.format(new Date(now.getTime() + days * DAY_MS)),
  );
  return found?.[0] ?? null;
}

function ago(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  return relative.format(Math.round(seconds / size), unit);
}

/** Figures as people say them, short enough for a table on a phone. */

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** `45 s`, `4 min`, `1 h 20 min`, `3 d`. */
export function inTime(ms: number): string {
  const rounded = Math.max(0, ms < 60_000 ? Math.round(ms / 1000) * 1000 : Math.round(ms / 60_000) * 60_000);
  const index = UNITS.findIndex(([, unit]) => rounded >= unit);
  const [name, unit] = UNITS[index < 0 ? UNITS.length - 1 : index] ?? UNITS[3];
  const whole = Math.floor(rounded / unit);
  const next = UNITS[index + 1];
  const rest = next && unit >= 3_600_000 ? Math.round((rounded - whole * unit) / next[1]) : 0;
  return rest > 0 && next ? `${number(whole)} ${name} ${rest} ${next[0]}` : `${number(whole)} ${name}`;
}

/** A time, or a dash where nothing was measured. */
export function orDash(ms: number | null): string {
  return ms === null ? '–' : inTime(ms);
}

/** `80 %`; a dash where there was nothing to share. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`;
}

/** `+5`, `−3`, `±0`. */
export function difference(now: number, before: number): string {
  const change = now - before;
  if (change === 0) return '±0';
  return change > 0 ? `+${number(change)}` : `−${number(-change)}`;
}

/** `+1.5`, `−0.4`, `0`: leads, to one decimal. */
export function signedLeads(leads: number): string {
  const tenths = Math.round(leads * 10) / 10;
  if (tenths === 0) return '0';
  return `${tenths > 0 ? '+' : '−'}${Math.abs(tenths).toFixed(1)}`;
}

/** `1,250`. */
export function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 0 });
}

/** `one lead`, `12 leads`. */
export function counted(count: number, noun: string): string {
  return count === 1 ? `one ${noun}` : `${number(count)} ${noun}s`;
}

/** `€12,500`; the bare number without a currency. */
export function money(amount: number, currency: string | null): string {
  if (currency === null) return number(amount);
  return amount.toLocaleString('en', { style: 'currency', currency, maximumFractionDigits: 0 });
}

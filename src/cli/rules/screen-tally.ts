/** Counts what screening makes of many leads, and tells it in a few lines that say nothing of anybody. */
import { type LeadAttributes, VERDICTS, type Verdict } from '../../domain/lead.ts';
import type { Routed } from '../../domain/rules/route-lead.ts';
import { pointsText } from '../../domain/screening/score-words.ts';
import { describeTrace } from '../../domain/trace.ts';
import type { Won } from './won-leads.ts';

export interface TallyResult {
  verdicts: Record<Verdict, { leads: number; won: number; examples: string[] }>;
  /** How many leads each scoring rule counted for or against; and what else decided. */
  reasons: Map<string, number>;
  bad: { lines: number; first: string | null };
  /** Whether it is known what became of the leads. */
  hasOutcomes: boolean;
}

/** Of each verdict. */
const EXAMPLES = 2;

export function createTally(won: Won | null) {
  const none = () => ({ leads: 0, won: 0, examples: [] as string[] });
  const result: TallyResult = {
    verdicts: { qualified: none(), review: none(), disqualified: none() },
    reasons: new Map(),
    bad: { lines: 0, first: null },
    hasOutcomes: won !== null,
  };
  const count = (reason: string) => result.reasons.set(reason, (result.reasons.get(reason) ?? 0) + 1);
  return {
    bad(line: number, reason: string): void {
      result.bad.lines += 1;
      result.bad.first ??= `line ${line}: ${reason}`;
    },
    screened(line: number, { externalId }: LeadAttributes, { screening, trace }: Routed): void {
      if (!screening) return;
      const of = result.verdicts[screening.verdict];
      of.leads += 1;
      if (externalId !== undefined && won?.has(externalId)) of.won += 1;
      for (const { name, points } of screening.reasons) count(`${pointsText(points)} ${name}`);
      const steps = trace.filter(({ step }) => step === 'scored' || step === 'screened');
      if (screening.score === null) for (const text of describeTrace(steps)) count(text);
      if (of.examples.length < EXAMPLES) of.examples.push(`line ${line}: ${describeTrace(steps).join(' ')}`);
    },
    result: () => result,
  };
}

export function tallyLines({ verdicts, reasons, bad, hasOutcomes }: TallyResult): string[] {
  const all = sum(VERDICTS.map((verdict) => verdicts[verdict].leads));
  const won = sum(VERDICTS.map((verdict) => verdicts[verdict].won));
  const rows = VERDICTS.map((verdict) => {
    const of = verdicts[verdict];
    const outcome = hasOutcomes ? [part(of.won, won), part(of.won, of.leads)] : [];
    return [verdict, shown(of.leads), percent(of.leads, all), ...outcome];
  });
  const head = ['verdict', 'leads', 'share', ...(hasOutcomes ? ['of all won', 'of these won'] : [])];
  const counted = [...reasons].sort(([, one], [, other]) => other - one);
  return [
    `${shown(all)} leads${bad.lines > 0 ? `, ${shown(bad.lines)} bad lines (first: ${bad.first})` : ''}`,
    '',
    ...table([head, ...rows]),
    '',
    ...table([
      ['reason', 'leads', 'share'],
      ...counted.map(([name, leads]) => [name, shown(leads), percent(leads, all)]),
    ]),
    '',
    'For example:',
    ...VERDICTS.flatMap((verdict) => verdicts[verdict].examples),
  ];
}

/** Columns of equal width; figures stand to the right. */
function table(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}

function part(count: number, of: number): string {
  return `${shown(count)} (${percent(count, of)})`;
}

function percent(count: number, of: number): string {
  return of === 0 ? '–' : `${((100 * count) / of).toFixed(1)} %`;
}

function shown(count: number): string {
  return count.toLocaleString('en');
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

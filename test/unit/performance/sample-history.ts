/** The sample data beside the repository, as a history of leads; read only where that folder is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { countByDay, type Outcome } from '../../../src/domain/performance/outcome.ts';

const FOLDER = join(import.meta.dirname, '../../../../shared/data');

export const hasSampleData = existsSync(join(FOLDER, 'outcomes.csv'));

export interface PastLead {
  rep: string;
  receivedAt: Date | null;
  closedAt: Date | null;
  won: boolean;
}

/** Decided leads in the order of their decision, then those that were still open at the end. */
export function readHistory(): PastLead[] {
  const received = new Map(rows('leads.csv').map((row) => [row.external_id, dateOf(row.received_on)]));
  return rows('outcomes.csv')
    .map(({ external_id, rep = '', stage, closed_on }) => ({
      rep,
      receivedAt: received.get(external_id) ?? null,
      closedAt: dateOf(closed_on),
      won: stage === 'Won',
    }))
    .sort((a, b) => (a.closedAt?.getTime() ?? Infinity) - (b.closedAt?.getTime() ?? Infinity) || 0);
}

/** What was known of each rep's leads on a day, counted; reps in alphabetical order. */
export function knownOn(history: readonly PastLead[], day: Date, ripensAfterDays?: number | null) {
  const byRep = new Map<string, Outcome[]>();
  for (const lead of history) {
    const outcome = outcomeOn(lead, day);
    const outcomes = byRep.get(lead.rep) ?? [];
    if (outcome) outcomes.push(outcome);
    byRep.set(lead.rep, outcomes);
  }
  return [...byRep]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([rep, outcomes]) => ({ rep, days: countByDay(outcomes, 'won', ripensAfterDays) }));
}

function outcomeOn({ receivedAt, closedAt, won }: PastLead, day: Date): Outcome | null {
  if (closedAt && closedAt <= day) return { at: closedAt, result: won ? 'won' : 'lost' };
  return receivedAt && receivedAt <= day ? { at: receivedAt, result: 'open' } : null;
}

function rows(file: string): Record<string, string>[] {
  return parse(readFileSync(join(FOLDER, file)), { columns: true, bom: true });
}

function dateOf(text: string | undefined): Date | null {
  return text ? new Date(`${text}T00:00:00Z`) : null;
}

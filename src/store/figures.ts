/** Figures for digests. */
import type { CountRow, Keys } from '../domain/digest/figures.ts';
import type { Span } from '../domain/digest/period.ts';
import type { FigureScope, FiguresRepository } from '../ports/figures.ts';
import type { Session, SqlValue } from './session.ts';
import { COUNT_STALE, COUNT_WAITING, countFacts, measureWaits, SUMMARIZE_FACTS } from './sql/figures.ts';

export function figuresRepository({ sql }: Session): FiguresRepository {
  return {
    async counts(span, scope, by, starts = []) {
      await sql(SUMMARIZE_FACTS);
      const arriving = scope.pools === null ? 'received' : 'qualified';
      const found = await sql<CountRow & { bucket: number | null }>(
        countFacts(by),
        ...inScope(span, scope),
        JSON.stringify(starts),
        arriving,
      );
      const arrivals = starts.map(() => 0);
      const rows = found.map(({ bucket, ...row }) => {
        if (bucket !== null && bucket > 0) arrivals[bucket - 1] = (arrivals[bucket - 1] ?? 0) + row.count;
        return row;
      });
      return { rows, arrivals };
    },

    async waits(span, scope, by, { byPool, otherwise }) {
      const rows = await sql<Keys & { waits: string | null; within: number; due: number }>(
        measureWaits(by),
        ...inScope(span, scope),
        JSON.stringify(byPool),
        otherwise,
      );
      return rows.map(({ waits, ...row }) => ({ ...row, waits: waits === null ? [] : waits.split(',').map(Number) }));
    },

    stale: (now, { pools, rep }, { byPool, otherwise }) =>
      sql(COUNT_STALE, now.toISOString(), JSON.stringify(byPool), json(pools), rep, otherwise),

    async waiting({ pools }) {
      const [row] = await sql<{ count: number }>(COUNT_WAITING, json(pools));
      return row?.count ?? 0;
    },
  };
}

function inScope({ from, to }: Span, { pools, rep }: FigureScope): SqlValue[] {
  return [from.toISOString(), to.toISOString(), json(pools), rep];
}

function json(pools: readonly string[] | null): string | null {
  return pools === null ? null : JSON.stringify(pools);
}

/** Runs of scheduled jobs in memory, as `test/contract/store/cron-runs.test.ts` says that the store keeps them. */
import type { CronRun, CronRunRepository, NewestRun, Tick } from '../../src/ports/cron-runs.ts';

interface Row extends NewestRun {
  holder: string | null;
  leased: boolean;
}

/** @returns `die`: no lease counts any more, and no pause after a failure */
export function memoryRuns(): CronRunRepository & { rows: Row[]; die(): void } {
  const rows: Row[] = [];
  const find = ({ job, tick }: Tick) => rows.find((row) => row.job === job && row.tick === tick);
  const of = (job: string) => rows.filter((row) => row.job === job);
  const held = (tick: Tick, holder: string) =>
    rows.find((row) => row === find(tick) && row.holder === holder && !row.doneAt);
  return {
    rows,
    die: () => {
      for (const row of rows) row.leased = false;
    },
    introduce: async (ticks, now) => {
      for (const tick of ticks) {
        if (of(tick.job).length > 0) continue;
        rows.push({ ...tick, attempts: 0, doneAt: now, error: null, holder: null, leased: false });
      }
    },
    begin: async (tick, holder, now) => {
      const others = of(tick.job);
      const isLate = others.some(({ at }) => at > tick.at && at <= now);
      if (find(tick) || isLate || !others.some(({ at }) => at <= tick.at)) return false;
      rows.push({ ...tick, attempts: 1, doneAt: null, error: null, holder, leased: true });
      return true;
    },
    renew: async () => true,
    end: async (tick, holder, now) => {
      Object.assign(held(tick, holder) ?? {}, { doneAt: now, error: null });
    },
    fail: async (tick, holder, now, { code, retryMs }) => {
      Object.assign(held(tick, holder) ?? {}, { error: code, doneAt: retryMs === null ? now : null });
    },
    takeOver: async (_jobs, holder) => {
      const left = rows.filter(({ doneAt, leased }) => !doneAt && !leased);
      return left.map((row): CronRun => {
        Object.assign(row, { holder, leased: true, attempts: row.attempts + 1 });
        return { job: row.job, tick: row.tick, at: row.at, attempts: row.attempts };
      });
    },
    newest: async () => [],
    forget: async () => undefined,
  };
}

/** Runs of scheduled jobs: which instance has which tick. */
import type { CronRun, CronRunRepository, NewestRun } from '../ports/cron-runs.ts';
import type { Session } from './session.ts';
import {
  BEGIN_RUN,
  END_RUN,
  FAIL_RUN,
  FORGET_RUNS,
  INTRODUCE_JOBS,
  NEWEST_RUNS,
  RENEW_RUN,
  TAKE_OVER_RUNS,
} from './sql/cron-runs.ts';

export function cronRunRepository({ sql }: Session): CronRunRepository {
  return {
    async introduce(ticks, now) {
      await sql(INTRODUCE_JOBS, JSON.stringify(ticks), now.toISOString());
    },

    async begin({ job, tick, at }, holder, now, leaseMs) {
      return (await sql(BEGIN_RUN, job, tick, at.toISOString(), holder, leaseMs, now.toISOString())).length > 0;
    },

    async renew({ job, tick }, holder, leaseMs) {
      return (await sql(RENEW_RUN, job, tick, holder, leaseMs)).length > 0;
    },

    async end({ job, tick }, holder, now) {
      await sql(END_RUN, job, tick, holder, now.toISOString());
    },

    async fail({ job, tick }, holder, now, { code, retryMs }) {
      await sql(FAIL_RUN, job, tick, holder, now.toISOString(), code, retryMs);
    },

    takeOver: (jobs, holder, now, { leaseMs, maxAttempts, limit }) =>
      sql<CronRun>(TAKE_OVER_RUNS, JSON.stringify(jobs), holder, now.toISOString(), leaseMs, maxAttempts, limit),

    newest: () => sql<NewestRun>(NEWEST_RUNS),

    async forget(before) {
      await sql(FORGET_RUNS, before.toISOString());
    },
  };
}

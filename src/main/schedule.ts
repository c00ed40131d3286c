/** The table of scheduled jobs: what each of them is called, when it runs, and what it does. */
import { countHours } from '../app/alarms/count-hours.ts';
import { watch } from '../app/alarms/watch.ts';
import type { NotifyAdmins } from '../app/delivery/notify-admins.ts';
import { digestJobs } from '../app/digest/digest-jobs.ts';
import { createSendDigest } from '../app/digest/send-digest.ts';
import { forgetOldLeads } from '../app/erase/forget-old-leads.ts';
import { showExperiments } from '../app/experiments/show-experiments.ts';
import { type ConnectedCrm, readOutcomes } from '../app/hand-over/read-outcomes.ts';
import type { AssignContext } from '../app/push/assign-leads.ts';
import { requeueIdle } from '../app/requeue-stranded.ts';
import type { PublishedRuleset } from '../domain/ruleset.ts';
import type { Heartbeat } from '../http/health.ts';
import { type CronJob, type CronTable, startCronTable } from '../jobs/cron-table.ts';
import type { Metrics } from '../obs/metrics.ts';
import type { Log } from '../ports/log.ts';

export interface ScheduleOptions {
  context: AssignContext & { ruleset: PublishedRuleset };
  notifyAdmins: NotifyAdmins;
  crms: readonly ConnectedCrm[];
  metrics: Metrics;
  cronBeat: Heartbeat;
  log: Log;
}

/** Conversations that one sweep puts back to work. */
const SWEEP_LIMIT = 1_000;

/** How long it is remembered which ticks have run: longer than any clock is wrong by. */
const RUNS_KEPT_MS = 7 * 24 * 3_600_000;

export function startSchedule(options: ScheduleOptions): CronTable {
  const { context, metrics, cronBeat, log } = options;
  return startCronTable({
    jobs: jobsOf(options),
    timezone: context.ruleset.timezone,
    runs: context.store.cronRuns,
    clock: context.clock,
    holder: context.ids.next(),
    onRun: metrics.ticked,
    onAudited: cronBeat.beat,
    onError: (error, job) => log.error('A scheduled job failed; it is tried again', { err: error, job }),
  });
}

function jobsOf({ context, notifyAdmins, crms }: ScheduleOptions): CronJob[] {
  const { store } = context;
  const jobs: CronJob[] = [
    {
      name: 'sweep-deliveries',
      when: '*/10 * * * * *',
      once: 'on-every-instance',
      run: () => sweepDeliveries(context),
    },
    {
      name: 'watch-alarms',
      when: '* * * * *',
      once: 'per-tick',
      run: () => watch({ ...context, notifyAdmins, jobs: jobs.map(({ name }) => name) }),
    },
    {
      name: 'count-hours',
      when: '*/10 * * * *',
      once: 'per-tick',
      run: () => countHours(context),
    },
    {
      name: 'requeue-idle',
      when: '5-59/10 * * * *',
      once: 'per-tick',
      run: () => requeueIdle(context),
    },
    {
      name: 'show-experiments',
      when: '0 7 * * *',
      once: 'per-tick',
      run: () => showExperiments(context, notifyAdmins),
    },
    {
      name: 'forget-runs',
      when: '20 4 * * *',
      once: 'per-tick',
      run: (tick) => store.cronRuns.forget(new Date(tick.getTime() - RUNS_KEPT_MS)),
    },
    {
      name: 'forget-old-leads',
      when: '40 2 * * *',
      once: 'per-tick',
      run: () => forgetOldLeads(context),
    },
    ...(crms.length > 0 ? [readOutcomesJob(context, crms)] : []),
    ...digestJobs(context.ruleset, createSendDigest(context)),
  ];
  return jobs;
}

function readOutcomesJob(context: ScheduleOptions['context'], crms: readonly ConnectedCrm[]): CronJob {
  return { name: 'read-outcomes', when: '*/5 * * * *', once: 'per-tick', run: () => readOutcomes(context, crms) };
}

/** Puts conversations whose job was lost back to work. */
export async function sweepDeliveries({ store, clock, wake }: ScheduleOptions['context']): Promise<void> {
  const ids = await store.deliveries.conversationsWithWork(clock.now(), SWEEP_LIMIT);
  await store.deliveries.enqueue(ids);
  wake.deliveries(ids);
}

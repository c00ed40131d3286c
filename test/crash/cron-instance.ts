/**
 * An instance for the crash test of scheduled jobs. Its clock is told on standard input, a line in ms each time; each time it looks for
 * what is due, and says `looked <ms>`. Its jobs write down that they began and, a moment later, their effect.
 * Arguments: the URL of a PostgreSQL server, its name, ms after which its ticks may be taken over.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createCronRunner } from '../../src/jobs/cron-runner.ts';
import { openStore } from '../../src/store/open-store.ts';
import { connectPostgres } from '../../src/store/postgres.ts';
import { systemClock } from '../../src/system/system-clock.ts';
import { silentLog } from '../helpers/silent-log.ts';

const [databaseUrl = '', holder = '', leaseMs = ''] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

const { store } = await openStore({ databaseUrl, dataDir: 'unused', log: silentLog });
const { executeSql } = connectPostgres(databaseUrl, silentLog);
let now = 0;

/** Takes a few turns of the event loop, so that a kill hits it now and then. */
async function effect(job: string, tick: Date): Promise<void> {
  await executeSql('INSERT INTO began (job, tick, holder) VALUES ($1, $2, $3)', [job, tick.toISOString(), holder]);
  await systemClock.sleep(Math.random() * 20);
  await executeSql('INSERT INTO effect (job, tick) VALUES ($1, $2) ON CONFLICT DO NOTHING', [job, tick.toISOString()]);
}

const runner = createCronRunner({
  jobs: ['* * * * *', '*/3 * * * *', '30 1 * * *'].map((when) => ({
    name: when,
    when,
    run: (tick) => effect(when, tick),
  })),
  timezone: 'Europe/London',
  runs: store.cronRuns,
  clock: { now: () => new Date(now), sleep: systemClock.sleep },
  holder,
  leaseMs: Number(leaseMs),
  onRun: () => undefined,
  onError: (error) => say(`error ${String(error)}`),
});

say('open');
for await (const line of createInterface({ input: process.stdin })) {
  now = Number(line);
  await runner.audit();
  say(`looked ${line}`);
}

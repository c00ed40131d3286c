/** Kills of instances that share scheduled jobs: each job has its effect once for each tick. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it, vi } from 'vitest';
import { makeTestDatabase } from '../helpers/database.ts';
import { openSql } from '../helpers/sql.ts';

const TICKS = 200;
const INSTANCES = 4;
/** One in so many ticks sees an instance die. */
const KILL_EVERY = 8;
const LEASE_MS = 5_000;
const MINUTE_MS = 60_000;

/** What the clocks of the instances are off by. */
const OFF_MS = [0, 2_000, 7_000, -5_000];

/** Across the end of summer time, so that 01:30 comes twice. */
const BEGIN = Date.parse('2026-10-24T22:30:00Z');

const databaseUrl = await makeTestDatabase();
const sql = openSql(databaseUrl);
const children = new Set<ChildProcess>();
const killed = new Set<string>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

interface Instance {
  /** Looks at a moment. Resolves when it has, or is gone. */
  look(ms: number): Promise<unknown>;
  kill(): Promise<void>;
}

async function startInstance(name: string, offMs: number): Promise<Instance> {
  const script = join(import.meta.dirname, 'cron-instance.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, databaseUrl, name, String(LEASE_MS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.add(child);
  const gone = once(child, 'close').then(() => children.delete(child));
  // It may be gone before it reads what it is told.
  child.stdin.on('error', () => undefined);
  const reader = createInterface({ input: child.stdout });
  const said = (wanted: string) =>
    new Promise<void>((resolve) => {
      const listen = (line: string) => {
        if (line !== wanted) return;
        reader.off('line', listen);
        resolve();
      };
      reader.on('line', listen);
    });
  await said('open');
  return {
    look: (ms) => {
      const looked = said(`looked ${ms + offMs}`);
      child.stdin.write(`${ms + offMs}\n`);
      return Promise.race([looked, gone]);
    },
    kill: async () => {
      killed.add(name);
      child.kill('SIGKILL');
      await gone;
    },
  };
}

it(`${INSTANCES} instances, ${TICKS} ticks, one of them killed at every ${KILL_EVERY}th: each job once per tick`, async () => {
  await sql('CREATE TABLE began (job text, tick timestamptz, holder text)');
  await sql('CREATE TABLE effect (job text, tick timestamptz, PRIMARY KEY (job, tick))');
  const instances = await Promise.all(OFF_MS.map((offMs, n) => startInstance(`${n} from the start`, offMs)));
  const starting = new Set<Promise<void>>();
  // With this the jobs are introduced.
  await instances[0]?.look(BEGIN);

  for (let tick = 1; tick <= TICKS; tick += 1) {
    const ms = BEGIN + tick * MINUTE_MS;
    const looks = instances.map((instance) => instance.look(ms));
    if (tick % KILL_EVERY === 0) {
      // Of four, some of which may be starting again, two are always left.
      while (instances.length < 3) await Promise.race(starting);
      const [victim] = instances.splice(Math.floor(Math.random() * instances.length), 1);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 15));
      await victim?.kill();
      const start = startInstance(`since tick ${tick}`, OFF_MS[killed.size % OFF_MS.length] ?? 0).then((instance) => {
        instances.push(instance);
        starting.delete(start);
      });
      starting.add(start);
    }
    await Promise.all(looks);
  }
  await Promise.all(starting);
  const lastMs = BEGIN + TICKS * MINUTE_MS;
  const open = async () => {
    await Promise.all(instances.map((instance) => instance.look(lastMs + 10_000)));
    return sql('SELECT job, tick FROM cron_run WHERE done_at IS NULL');
  };
  await vi.waitFor(async () => expect(await open()).toEqual([]), { timeout: 60_000, interval: 50 });

  const minutes = Array.from({ length: TICKS }, (_, n) => new Date(BEGIN + (n + 1) * MINUTE_MS));
  expect(await effects('* * * * *')).toEqual(minutes);
  expect(await effects('*/3 * * * *')).toEqual(minutes.filter((at) => at.getUTCMinutes() % 3 === 0));
  expect(await effects('30 1 * * *')).toEqual([new Date('2026-10-25T00:30:00Z')]);

  // A tick that began more than once was cut short by a kill, each time but the last.
  expect(killed.size).toBe(TICKS / KILL_EVERY);
  const begun = await sql<{ holders: string[] }>('SELECT array_agg(holder) AS holders FROM began GROUP BY job, tick');
  const lived = begun.map(({ holders }) => holders.filter((holder) => !killed.has(holder)).length);
  expect(Math.max(...lived)).toBe(1);
});

async function effects(job: string): Promise<Date[]> {
  return (await sql<{ tick: Date }>('SELECT tick FROM effect WHERE job = $1 ORDER BY tick', job)).map(
    ({ tick }) => tick,
  );
}

/** The PostgreSQL server that the bench runs on, databases of its own on it, and pgbench for the baselines. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { administrate, urlOf } from '../helpers/database-template.ts';

const USUAL_SERVER = 'postgresql://root@127.0.0.1:5432/postgres';

/** @returns the server's version; `null` when none answers. Sets `DATABASE_URL` where it is not set */
export async function findPostgres(): Promise<string | null> {
  process.env.DATABASE_URL ??= USUAL_SERVER;
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    const { rows } = await client.query('SHOW server_version');
    return rows[0].server_version;
  } catch {
    return null;
  } finally {
    await client.end();
  }
}

/** Runs `work` with an empty database, which is dropped afterwards. */
export async function withDatabase<T>(purpose: string, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  // The same in every run, so that what a killed run left behind is dropped by the next.
  const name = `dibs_bench_${purpose}`;
  await administrate(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await administrate(`CREATE DATABASE ${name}`);
  try {
    return await work(urlOf(name));
  } finally {
    await administrate(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}

export interface PgbenchRun {
  clients: number;
  /** For so long, or so many transactions of each client. */
  length: { seconds: number } | { transactions: number };
  variables?: Record<string, number>;
}

/** @returns transactions per second of the script; `null` where pgbench is not installed */
export async function pgbench(databaseUrl: string, script: string, run: PgbenchRun): Promise<number | null> {
  const length = 'seconds' in run.length ? ['-T', run.length.seconds] : ['-t', run.length.transactions];
  const variables = Object.entries(run.variables ?? {}).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const options = ['-n', '-M', 'prepared', '-j', 2, '-c', run.clients, ...length, ...variables, '-f', '-', databaseUrl];
  const child = spawn('pgbench', options.map(String), { stdio: ['pipe', 'pipe', 'pipe'] });
  const isMissing = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(true));
    child.once('close', () => resolve(false));
  });
  child.stdin.on('error', () => {});
  child.stdin.end(script);
  const [report, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (await isMissing) return null;
  const perSecond = /^tps = ([\d.]+)/m.exec(report)?.[1];
  if (!perSecond) throw new Error(`pgbench failed: ${complaints}`);
  return Number(perSecond);
}

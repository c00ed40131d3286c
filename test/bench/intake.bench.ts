/** Leads over HTTP into PostgreSQL (design §6, number 1), beside a pgbench script that writes the same rows. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { API_KEY } from '../helpers/live-dibs.ts';
import { leadAttributes, leadInput } from './bench-leads.ts';
import { atLeast, atMost, type BenchRow } from './bench-row.ts';
import { median, medianOrNull, openLoop, percentile } from './measure.ts';
import { pgbench, withDatabase } from './postgres.ts';

const CONNECTIONS = [8, 32];
const ROUNDS = 3;
const SECONDS = 3;
/** Design §6: the waiting time is looked at under this load, for so long. */
const STEADY = { perSecond: 200, calls: 2_000 };

const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` };

/** The rows of one lead in one statement, with ids that follow on each other like ours. */
const SAME_ROWS = `
  WITH given AS (
    SELECT '${forPgbench(leadAttributes(0, 0))}'::jsonb AS attributes,
      lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') AS ms, gen_random_uuid()::text AS random
  ), stored AS (
    INSERT INTO lead (id, status, version, round, received_at, attributes)
    SELECT (substr(ms, 1, 8) || '-' || substr(ms, 9) || substr(random, 14))::uuid, 'received', 1, 0, now(), attributes FROM given
    RETURNING id, received_at, attributes
  ), begun AS (
    INSERT INTO lead_event (lead_id, version, at, event)
    SELECT id, 1, received_at, jsonb_build_object('type', 'received', 'attributes', attributes) FROM stored
  )
  INSERT INTO intake_key (key, lead_id) SELECT 'external-' || random, id FROM stored, given;`;

/** pgbench takes a colon with a word after it for a variable of its own. */
function forPgbench(value: unknown): string {
  return JSON.stringify(value).replaceAll('":', '": ');
}

export function benchIntake(): Promise<BenchRow[]> {
  return withDatabase('intake', async (databaseUrl) => {
    const server = await startServer(databaseUrl);
    try {
      await load(server.url, 8, 1);
      return [...(await throughput(databaseUrl, server.url)), await waiting(server.url)];
    } finally {
      await server.stop();
    }
  });
}

async function startServer(databaseUrl: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'intake-server.ts'), [databaseUrl, API_KEY], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return {
    url,
    stop: async () => {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

async function throughput(databaseUrl: string, url: string): Promise<BenchRow[]> {
  const rounds = CONNECTIONS.map((connections) => ({
    connections,
    baseline: [] as (number | null)[],
    ours: [] as number[],
  }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { connections, baseline, ours } of rounds) {
      baseline.push(await pgbench(databaseUrl, SAME_ROWS, { clients: connections, length: { seconds: SECONDS } }));
      ours.push(await load(url, connections, SECONDS));
    }
  }
  return rounds.map(({ connections, baseline, ours }) =>
    atLeast({
      name: `intake over HTTP, ${connections} connections`,
      unit: 'leads/s',
      figure: median(ours),
      baseline: medianOrNull(baseline),
      share: 0.6,
    }),
  );
}

/** @returns accepted leads per second. @throws Error when one was not accepted */
async function load(url: string, connections: number, seconds: number): Promise<number> {
  const result = await autocannon({
    url: `${url}/v1/leads`,
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({ ...leadInput(0, 0), externalId: '[<id>]' }),
    idReplacement: true,
    connections,
    duration: seconds,
  });
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} leads were not accepted`);
  return result['2xx'] / result.duration;
}

async function waiting(url: string): Promise<BenchRow> {
  const times = await openLoop(STEADY, async (call) => {
    const response = await fetch(`${url}/v1/leads`, {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify(leadInput(call, 0)),
    });
    if (response.status !== 202) throw new Error(`answered ${response.status}`);
    await response.arrayBuffer();
  });
  return atMost({
    name: `intake over HTTP, p99 at ${STEADY.perSecond}/s (p50 ${median(times).toFixed(1)} ms)`,
    unit: 'ms',
    figure: percentile(times, 99),
    limit: 20,
  });
}

/** How fast reps claim (design §6, number 4), beside a compare-and-set in pgbench; and that 10,000 at once make one winner. */

import { type BenchApp, openBenchApp } from './bench-app.ts';
import { atLeast, type BenchRow } from './bench-row.ts';
import { closedLoop, median, medianOrNull } from './measure.ts';
import { pgbench, withDatabase } from './postgres.ts';
import { idOf, idSql, storeLeads } from './stored-leads.ts';

const CALLERS = [32, 100];
const ROUNDS = 3;
/** In one measurement; a multiple of the connections. */
const CLAIMS = 8_000;
/** A server takes 100 unless told otherwise, ours among them; pgbench is no faster with more. */
const MOST_CONNECTIONS = 32;
const RACERS = 10_000;

/** Claims lead after lead, each once: `first` and up, in turn over the clients. */
const COMPARE_AND_SET = `
  \\set number :first + :client_id * :each + :done
  \\set done :done + 1
  UPDATE lead SET status = 'owned', owner = 'rep0', owned_at = now(), version = version + 1
  WHERE id = ${idSql(':number::bigint')} AND status = 'pooled';`;

export function benchClaims(): Promise<BenchRow[]> {
  return withDatabase('claims', async (url) => {
    const app = await openBenchApp(url);
    try {
      await storeLeads(app.executeSql, {
        status: 'pooled',
        from: 0,
        count: 2 * ROUNDS * CALLERS.length * CLAIMS + 1,
      });
      return [...(await distinct(url, app)), await race(url, app)];
    } finally {
      await app.close();
    }
  });
}

async function distinct(url: string, app: BenchApp): Promise<BenchRow[]> {
  const rounds = CALLERS.map((callers) => ({ callers, baseline: [] as (number | null)[], ours: [] as number[] }));
  let first = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { callers, baseline, ours } of rounds) {
      const clients = Math.min(callers, MOST_CONNECTIONS);
      const each = CLAIMS / clients;
      const run = { clients, length: { transactions: each }, variables: { first, each, done: 0 } };
      baseline.push(await pgbench(url, COMPARE_AND_SET, run));
      first += CLAIMS;
      ours.push(await claimAll(app, callers, first));
      first += CLAIMS;
    }
  }
  return rounds.map(({ callers, baseline, ours }) =>
    atLeast({
      name: `claims of distinct leads, ${callers} reps at once`,
      unit: 'claims/s',
      figure: median(ours),
      baseline: medianOrNull(baseline),
      share: 0.5,
    }),
  );
}

function claimAll({ claimLead }: BenchApp, callers: number, first: number): Promise<number> {
  return closedLoop({ callers, calls: CLAIMS }, async (call) => {
    const { kind } = await claimLead({ leadId: idOf(first + call), rep: `rep${call % 20}`, round: 1 });
    if (kind !== 'claimed') throw new Error(`claim ${call} of a free lead: ${kind}`);
  });
}

/** Half of the racers on one instance, half on another, so that the database has to pick. */
async function race(url: string, here: BenchApp): Promise<BenchRow> {
  const there = await openBenchApp(url);
  try {
    const outcomes = await Promise.all(
      Array.from({ length: RACERS }, (_, racer) =>
        (racer % 2 === 0 ? here : there).claimLead({ leadId: idOf(0), rep: `rep${racer % 20}`, round: 1 }),
      ),
    );
    const winners = outcomes.filter(({ kind }) => kind === 'claimed').length;
    return {
      name: `winners of ${RACERS.toLocaleString('en')} claims on one lead, two instances`,
      figure: String(winners),
      baseline: '1',
      ratio: winners,
      bound: '= 1',
      ok: winners === 1,
    };
  } finally {
    await there.close();
  }
}

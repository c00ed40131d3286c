/** Whether a lead costs more when more are stored (design §6, number 6): per-lead times at 1,000, 10,000 and 100,000. */

import { type BenchApp, openBenchApp } from './bench-app.ts';
import { leadAttributes } from './bench-leads.ts';
import type { BenchRow } from './bench-row.ts';
import { median, timed } from './measure.ts';
import { withDatabase } from './postgres.ts';
import { storeLeads } from './stored-leads.ts';

const SIZES = [1_000, 10_000, 100_000];
/** Round by round over all sizes, so that a busy moment of the machine hits them alike. */
const ROUNDS = 25;
const LEADS = 100;
const MOST = 0.05;

const STEPS = ['intake', 'routing', 'claim', 'due-scan'] as const;
type Times = Record<(typeof STEPS)[number], number>;

interface Filled {
  app: BenchApp;
  size: number;
  times: Times[];
}

export async function benchGrowth(): Promise<BenchRow[]> {
  const filled: Filled[] = [];
  const [small = 0, ...larger] = SIZES;
  await fill(small, () =>
    larger.reduceRight(
      (inner, size) => () => fill(size, inner),
      () => measure(filled),
    )(),
  );
  return STEPS.map((step) => row(step, filled));

  function fill(size: number, work: () => Promise<void>): Promise<void> {
    return withDatabase(`growth_${size}`, async (url) => {
      const app = await openBenchApp(url);
      try {
        await storeLeads(app.executeSql, { status: 'owned', from: 0, count: size });
        filled.push({ app, size, times: [] });
        await work();
      } finally {
        await app.close();
      }
    });
  }
}

async function measure(filled: readonly Filled[]): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { app, size, times } of filled) times.push(await oneRound(app, size));
  }
}

/** Takes leads in, routes and claims them, and takes them out again, so that the number stored stays. */
async function oneRound({ executeSql, ...app }: BenchApp, size: number): Promise<Times> {
  const requests = Array.from({ length: LEADS }, (_, index) => ({
    attributes: leadAttributes(size + index, index % 20),
    receivedAt: null,
    caller: 'bench',
    requestHash: '',
  }));
  let ids: string[] = [];
  const intake = await timed(async () => {
    ids = (await app.receiveLeads.receive(requests)).map((outcome) => (outcome.kind === 'stored' ? outcome.id : ''));
  });
  const routing = await timed(app.routeLeads);
  const claim = await timed(() =>
    Promise.all(ids.map((leadId, index) => app.claimLead({ leadId, rep: `rep${index % 20}`, round: 1 }))),
  );
  const dueScan = await timed(() => app.store.deliveries.conversationsWithWork(new Date(), 1_000));
  await executeSql('DELETE FROM lead WHERE id = ANY ($1::uuid[])', [ids]);
  await executeSql('DELETE FROM pgboss.job', []);
  return { intake, routing, claim, 'due-scan': dueScan };
}

function row(step: keyof Times, filled: readonly Filled[]): BenchRow {
  const points = filled.map(({ size, times }) => ({ size, ms: median(times.map((round) => round[step])) }));
  const exponent = slope(points.map(({ size, ms }) => ({ x: Math.log(size), y: Math.log(ms) })));
  const per = step === 'due-scan' ? { unit: 'ms', count: 1 } : { unit: 'ms/lead', count: LEADS };
  const text = (point: { ms: number } | undefined) =>
    `${((point?.ms ?? Number.NaN) / per.count).toFixed(3)} ${per.unit}`;
  return {
    name: `${step}: growth exponent from 1,000 to 100,000 stored leads`,
    figure: `${exponent.toFixed(3)} (${text(points.at(-1))})`,
    baseline: text(points[0]),
    ratio: exponent,
    bound: `≤ ${MOST}`,
    ok: exponent <= MOST,
  };
}

/** Of the straight line that fits best. */
function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (pick: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const x = mean((point) => point.x);
  const y = mean((point) => point.y);
  return mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2);
}

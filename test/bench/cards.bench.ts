/** How soon a lead is a card in Slack (design §6, number 5), how well Slack's own pace is used, and what that takes of memory. */
import { indexIn, leadInput } from './bench-leads.ts';
import { atLeast, atMost, type BenchRow } from './bench-row.ts';
import { type LiveBench, withLiveDibs } from './live-bench.ts';
import { openLoop, percentile, waitUntil } from './measure.ts';

const POOLS = 20;
/** Four seconds between two leads of the same channel, so that nobody waits for Slack's pace. */
const SINGLE = { perSecond: 5, calls: 200 };
const BULK = 30;
const STORED = 20_000;
const BATCH = 500;

export function benchCards(): Promise<BenchRow[]> {
  return withLiveDibs({ pools: POOLS, rateLimits: 'strict' }, async (dibs) => {
    const posted = watchCards(dibs);
    const refused = countRefused(dibs);
    const rows = [...(await leadToCard(dibs, posted)), await bulk(dibs, posted)];
    rows.push({
      name: 'calls that Slack refused for their rate, in both of these',
      figure: String(refused()),
      baseline: '0',
      ratio: null,
      bound: '= 0',
      ok: refused() === 0,
    });
    return [...rows, await memory(dibs)];
  });
}

/** @returns when the card of each lead was posted, by the lead's index */
function watchCards({ playground }: LiveBench): Map<number, number> {
  const posted = new Map<number, number>();
  playground.workspace.onChange((change) => {
    if (change.type !== 'message' || change.message.editedTs) return;
    const index = indexIn(JSON.stringify(change.message.blocks));
    if (index !== null) posted.set(index, performance.now());
  });
  return posted;
}

/** @returns how often the playground has answered 429 */
function countRefused({ playground: { rateLimits } }: LiveBench): () => number {
  let refused = 0;
  if (!rateLimits) throw new Error('the playground has no rate limits');
  const take = rateLimits.take.bind(rateLimits);
  rateLimits.take = (tier, key) => {
    const wait = take(tier, key);
    if (wait !== null) refused += 1;
    return wait;
  };
  return () => refused;
}

async function leadToCard({ send }: LiveBench, posted: Map<number, number>): Promise<BenchRow[]> {
  const accepted: number[] = [];
  await openLoop(SINGLE, async (index) => {
    await send([leadInput(index, index % POOLS)]);
    accepted[index] = performance.now();
  });
  await waitUntil(() => posted.size >= SINGLE.calls, 10_000, `${SINGLE.calls} cards`);
  // A card may be there before its sender has read the answer.
  const times = accepted.map((at, index) => Math.max(0, (posted.get(index) ?? Number.NaN) - at));
  const row = (percent: number, limit: number) =>
    atMost({ name: `lead to card, p${percent} at 5 leads/s`, unit: 'ms', figure: percentile(times, percent), limit });
  return [row(50, 300), row(99, 1_000)];
}

async function bulk({ send }: LiveBench, posted: Map<number, number>): Promise<BenchRow> {
  const first = SINGLE.calls;
  const indexes = Array.from({ length: BULK }, (_, offset) => first + offset);
  await send(indexes.map((index) => leadInput(index, 0)));
  await waitUntil(() => indexes.every((index) => posted.has(index)), 60_000, `${BULK} cards`);
  const times = indexes.map((index) => posted.get(index) ?? Number.NaN);
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
  return {
    ...atLeast({
      name: `${BULK} leads at once to one channel, beside Slack's pace`,
      unit: 'cards/s',
      figure: (BULK - 1) / seconds,
      baseline: 1,
      share: 0.95,
    }),
  };
}

async function memory({ send, metric }: LiveBench): Promise<BenchRow> {
  const first = SINGLE.calls + BULK;
  for (let done = 0; done < STORED; done += BATCH) {
    await send(Array.from({ length: BATCH }, (_, offset) => leadInput(first + done + offset, offset % POOLS)));
  }
  // Its own figures are refreshed every five seconds.
  await waitUntil(async () => (await metric('dibs_router_backlog')) === 0, 30_000, 'all routed');
  const bytes = await metric('process_resident_memory_bytes');
  return atMost({
    name: `resident memory after ${STORED.toLocaleString('en')} leads`,
    unit: 'MB',
    figure: bytes / 1_048_576,
    limit: 250,
  });
}

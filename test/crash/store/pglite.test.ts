/** Kills of a process with a PGlite data directory, at any moment. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open-store.ts';
import { silentLog } from '../../helpers/silent-log.ts';
import { startChild } from './child.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dibs-crash-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

/** Evenly over the time that a start takes here, so that every part of it is hit. */
const KILLS = 8;

it(`starts after each of ${KILLS} kills spread over its first boot`, { timeout: 600_000 }, async () => {
  const { bootMs, processMs } = await timeOfBoot();
  for (let kill = 0; kill < KILLS; kill += 1) {
    // What the kill before left unfinished stays there; what was finished makes room for another first boot.
    await rm(join(dataDir, 'pglite'), { recursive: true, force: true });
    const child = startChild(dataDir);
    await passes(processMs + (bootMs * kill) / KILLS, child.gone);
    await child.kill();
    // A directory that is there is whole and opens; without one the next start is a first boot again.
    if (!(await readdir(dataDir)).includes('pglite')) continue;
    expect(await readdir(join(dataDir, 'pglite'))).toContain('PG_VERSION');
    await startAndStop();
  }
  await startAndStop();
  expect(await readdir(dataDir)).toEqual(['pglite']);
});

async function startAndStop(): Promise<void> {
  const { store } = await openStore({ dataDir, log: silentLog });
  await store.ping();
  await store.close();
}

it('keeps all acknowledged leads through 5 kills while it stores them', async () => {
  const acknowledged: string[] = [];
  for (let kill = 1; kill <= 5; kill += 1) {
    const child = startChild(dataDir);
    await child.said(kill * 40);
    await child.kill();
    acknowledged.push(...child.lines.filter((line) => line !== 'open'));
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(5 * 40);

  const { store } = await openStore({ dataDir, log: silentLog });
  const found = await store.transaction((tx) => tx.leads.lock(acknowledged));
  const stored = await store.leads.countByStatus();
  await store.close();
  expect(found.map((lead) => lead.id).sort()).toEqual([...acknowledged].sort());
  // At most the one that was under way at each kill.
  expect((stored.received ?? 0) - acknowledged.length).toBeLessThanOrEqual(5);
});

it('refuses a second process within 2 s and leaves the first one alone', async () => {
  const first = startChild(dataDir);
  await first.said(2);
  const second = startChild(dataDir);
  await second.gone;
  const [refused, code, ms] = second.lines.join().split(' ');
  expect([refused, code]).toEqual(['refused', 'data_dir_in_use']);
  expect(Number(ms)).toBeLessThan(2_000);
  const before = first.lines.length;
  await first.said(before + 2);
  await first.kill();
  expect(first.lines.length).toBeGreaterThan(before);
});

/** How long a process takes here until it begins to open the store, and then until it is open. */
async function timeOfBoot(): Promise<{ processMs: number; bootMs: number }> {
  const holder = startChild(dataDir);
  const startedAt = performance.now();
  await holder.said(1);
  const openMs = performance.now() - startedAt;
  const refused = startChild(dataDir);
  const refusedAt = performance.now();
  await refused.gone;
  const processMs = performance.now() - refusedAt;
  await holder.kill();
  return { processMs, bootMs: openMs - processMs };
}

async function passes(ms: number, orUntil: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([passed, orUntil]);
  clearTimeout(timer);
}

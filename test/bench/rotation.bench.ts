/**
 * What the rotation costs per lead: asking who is next and giving the lead, books included, for pools of 10 to 10,000 members
 * with mixed weights, and for 1,000 pools of 10 one after the other. Changes are taken every 500 leads, as the assigner does.
 */
import { Rotation } from '../../src/domain/rotation/rotation.ts';
import type { BenchRow } from './bench-row.ts';

/** 10,000 members may cost at most so many times what 100 do: heaps grow with the logarithm, a scan would be at 100. */
const GROWTH = 4;
/** 1,000 pools of 10 are out of the processor's caches, so a lead may cost this many times what it does in one pool. */
const MANY_POOLS = 4;

const LEADS = 50_000;
const BATCH = 500;

export async function benchRotation(): Promise<BenchRow[]> {
  const [ten, hundred, thousand, tenThousand] = [10, 100, 1_000, 10_000].map((members) => nsPerTurn(1, members));
  const pools = nsPerTurn(1_000, 10);
  return [
    compared('rotation, a turn among 100 members against 10', hundred, ten, GROWTH),
    compared('rotation, a turn among 1,000 members against 100', thousand, hundred, GROWTH),
    compared('rotation, a turn among 10,000 members against 100', tenThousand, hundred, GROWTH),
    compared('rotation, a turn in each of 1,000 pools of 10 against one pool', pools, ten, MANY_POOLS),
  ];
}

/** The fastest of seven runs: what the code costs when nothing else has the processor. */
function nsPerTurn(pools: number, members: number): number {
  const rotations = Array.from({ length: pools }, () => openRotation(members));
  const run = (): number => {
    const start = process.hrtime.bigint();
    for (let lead = 0; lead < LEADS; lead += 1) {
      const rotation = rotations[lead % pools];
      const next = rotation?.next();
      if (!rotation || !next) throw new Error('nobody is next');
      rotation.turn('0199a0c4-0000-7000-8000-000000000000', next.rep, 'offered');
      if (lead % BATCH === BATCH - 1) for (const one of rotations) one.takeChanges();
    }
    return Number(process.hrtime.bigint() - start) / LEADS;
  };
  return Math.min(...Array.from({ length: 7 }, run));
}

function openRotation(count: number): Rotation {
  const members = Array.from({ length: count }, (_, i) => ({
    rep: `rep-${i}`,
    weight: 0.5 + (i % 7) / 2 + (i % 13) / 1000,
    keeps: 1,
  }));
  const rotation = Rotation.open(null, members);
  rotation.takeChanges();
  return rotation;
}

function compared(name: string, figure: number | undefined, baseline: number | undefined, bound: number): BenchRow {
  const [ns, against] = [figure ?? Number.NaN, baseline ?? Number.NaN];
  const ratio = ns / against;
  return {
    name,
    figure: `${ns.toFixed(0)} ns/turn`,
    baseline: `${against.toFixed(0)} ns/turn`,
    ratio,
    bound: `≤ ${bound}`,
    ok: ratio <= bound,
  };
}

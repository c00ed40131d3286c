/**
 * `npm run bench`: measures what the project holds itself to, each figure beside a baseline from the same run, and prints a
 * table. `npm run bench -- intake claims` runs only these. A figure that misses its bound does not fail the run: times on a
 * shared machine are no test. See docs/performance.md.
 */
import { cpus, loadavg } from 'node:os';
import { benchAcknowledgement } from './acknowledgement.bench.ts';
import { benchAssigning } from './assigning.bench.ts';
import type { BenchRow } from './bench-row.ts';
import { benchCards } from './cards.bench.ts';
import { benchClaims } from './claims.bench.ts';
import { benchDigest } from './digest.bench.ts';
import { benchErasing } from './erasing.bench.ts';
import { benchGrowth } from './growth.bench.ts';
import { benchIntake } from './intake.bench.ts';
import { findPostgres } from './postgres.ts';
import { benchRotation } from './rotation.bench.ts';
import { benchRouting } from './routing.bench.ts';
import { benchRules } from './rules.bench.ts';

const BENCHES: Record<string, { run: () => Promise<BenchRow[]>; needsPostgres: boolean }> = {
  intake: { run: benchIntake, needsPostgres: true },
  routing: { run: benchRouting, needsPostgres: true },
  rules: { run: benchRules, needsPostgres: false },
  rotation: { run: benchRotation, needsPostgres: false },
  assigning: { run: benchAssigning, needsPostgres: true },
  claims: { run: benchClaims, needsPostgres: true },
  acknowledgement: { run: benchAcknowledgement, needsPostgres: true },
  cards: { run: benchCards, needsPostgres: true },
  digest: { run: benchDigest, needsPostgres: true },
  erasing: { run: benchErasing, needsPostgres: true },
  growth: { run: benchGrowth, needsPostgres: true },
};

const COLUMNS = ['name', 'figure', 'baseline', 'ratio', 'bound', ''];

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((name) => !BENCHES[name]);
  if (unknown.length > 0)
    throw new Error(`There is no bench ${unknown.join(', ')}, only ${Object.keys(BENCHES).join(', ')}`);
  const postgres = await findPostgres();
  console.log(machine(postgres));
  if (!postgres)
    console.log('Set DATABASE_URL to a PostgreSQL server where databases may be made, for everything but the rules.');

  const rows: BenchRow[] = [];
  for (const [name, { run, needsPostgres }] of Object.entries(BENCHES)) {
    if ((asked.length > 0 && !asked.includes(name)) || (needsPostgres && !postgres)) continue;
    process.stderr.write(`${name} …\n`);
    rows.push(...(await run()));
  }
  console.log(machine(postgres));
  console.log(`\n${table([COLUMNS, ...rows.map(cells)])}`);
}

function machine(postgres: string | null): string {
  const cores = cpus();
  const database = `PostgreSQL ${postgres ?? 'not found'}`;
  // A load above the number of cores before the first figure means that others are measured too.
  return `${cores.length} cores (${cores[0]?.model}), Node ${process.version}, ${database}, load ${loadavg()[0]?.toFixed(1)}`;
}

function cells({ name, figure, baseline, ratio, bound, ok }: BenchRow): string[] {
  const verdict = ok === null ? 'unknown' : ok ? 'ok' : 'MISSED';
  return [name, figure, baseline, ratio === null ? '–' : ratio.toFixed(2), bound, verdict];
}

/** Markdown, padded, so that it reads well in a terminal and in docs/performance.md. */
function table(lines: readonly string[][]): string {
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const padded = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  return padded.toSpliced(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`).join('\n');
}

await main(process.argv.slice(2));

/** The import of a file beside a running Dibs, with either of the two killed half-way: no line is lost, and none becomes two leads. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningPlayground } from '../../src/playground/start-playground.ts';
import { makeTestDatabase } from '../helpers/database.ts';
import { type DibsProcess, endProcesses, startCommand, startDibsProcess } from '../helpers/dibs-process.ts';
import { type DibsFolder, makeDibsFolder, startTestSlack } from '../helpers/live-dibs.ts';
import { salesTeam } from '../helpers/sales-team.ts';
import { openSql } from '../helpers/sql.ts';

/** What is in a file: lines without the header, and how many of them are leads, the same again, or no lead at all. */
interface Content {
  lines: number;
  leads: number;
  duplicates: number;
  bad: number;
}

const SHARED_FILE = join(import.meta.dirname, '../../../shared/data/leads.csv');

const databaseUrl = await makeTestDatabase();
const sql = openSql(databaseUrl);
const team = salesTeam({ reps: 3 });

let slack: RunningPlayground;
let folder: DibsFolder;
let dibs: DibsProcess;
let files: string;

beforeEach(async () => {
  await sql('DROP TRIGGER IF EXISTS slow ON lead');
  await sql('TRUNCATE lead, conversation CASCADE');
  slack = await startTestSlack({ ...team, rateLimits: 'strict' });
  folder = await makeDibsFolder({ slackApiUrl: slack.slackApiUrl, routingFile: team.routingFile, databaseUrl });
  dibs = await startDibsProcess(folder);
  files = await mkdtemp(join(tmpdir(), 'dibs-import-'));
});
afterEach(async () => {
  await endProcesses();
  await slack.close();
  await folder.remove();
  await rm(files, { recursive: true });
});

const GENERATED: Content = { lines: 3_000, leads: 2_910, duplicates: 60, bad: 30 };

describe('a file of 3,000 lines, 60 of them the same as others and 30 without an address', () => {
  importsOnce(writeGenerated, GENERATED);
});

describe.runIf(existsSync(SHARED_FILE))('the 8,800 sales opportunities', () => {
  importsOnce(async () => SHARED_FILE, { lines: 8_800, leads: 8_800, duplicates: 0, bad: 0 });
});

function importsOnce(makeFile: () => Promise<string>, content: Content): void {
  const { lines, leads, duplicates, bad } = content;
  const firstTime = { lines, created: leads, existing: 0, duplicates, bad };
  const again = { ...firstTime, created: 0, existing: leads };

  it('is imported whole, and a second time adds none', async () => {
    const file = await makeFile();
    expect(await finish(runImport(file), bad)).toEqual(firstTime);
    expect(await stored()).toBe(leads);
    expect(await finish(runImport(file), bad)).toEqual(again);
    expect(await stored()).toBe(leads);
  });

  it('is imported whole by the second run when the first is killed half-way', async () => {
    const file = await makeFile();
    await slowDatabase();
    const first = runImport(file);
    await halfOf(leads);
    await first.kill();
    expect(await stored()).toBeLessThan(leads);

    const second = await finish(runImport(file), bad);
    expect(second).toEqual({ ...firstTime, created: expect.any(Number), existing: expect.any(Number) });
    expect(second.created).toBeGreaterThan(0);
    expect(second.created + second.existing).toBe(leads);
    expect(await stored()).toBe(leads);
  });

  it('is imported whole in one run while Dibs is killed half-way and comes back on the same port', async () => {
    const file = await makeFile();
    await slowDatabase();
    const only = runImport(file);
    await halfOf(leads);
    await dibs.kill();
    await vi.waitFor(() => expect(only.output()).toContain('trying again'), { timeout: 20_000 });
    await startDibsProcess(folder, dibs.url);

    const summary = await finish(only, bad);
    expect(summary.created + summary.existing).toBe(leads);
    expect(summary).toMatchObject({ lines, duplicates, bad });
    expect(await stored()).toBe(leads);
  });
}

async function writeGenerated(): Promise<string> {
  const line = (n: number) => {
    if (n % 100 === 7) return `Rep ${n} of nobody,no address,Quarry No ${n},ES,${n}`;
    // Every 50th is the line before it once more.
    const lead = n % 50 === 0 ? n - 1 : n;
    return `Ines No ${lead},ines.${lead}@quarry.example,"Quarry, No ${lead}",ES,${lead}`;
  };
  const lines = [
    'Name,Email,Company,Country,Batch',
    ...Array.from({ length: GENERATED.lines }, (_, index) => line(index + 1)),
  ];
  const file = join(files, 'leads.csv');
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

function runImport(file: string) {
  return startCommand(['import', file, '--to', dibs.url], folder);
}

/** Waits for an import to come to its end. @param bad how many lines it must have named as bad. @returns its figures */
async function finish({ exited, output }: ReturnType<typeof runImport>, bad: number) {
  expect(await exited, output()).toBe(bad > 0 ? 3 : 0);
  expect(output().match(/^line \d+: email/gm) ?? []).toHaveLength(bad);
  const figures =
    /([\d,]+) lines?: ([\d,]+) new leads?, ([\d,]+) already there, ([\d,]+) duplicates? .*, ([\d,]+) bad lines?/;
  const [lines = NaN, created = NaN, existing = NaN, duplicates = NaN, bads = NaN] = (figures.exec(output()) ?? [])
    .slice(1)
    .map((figure) => Number(figure.replaceAll(',', '')));
  return { lines, created, existing, duplicates, bad: bads };
}

/** Makes the database take 0.1 s for each commit of leads, so that the kill comes while the next one is under way. */
async function slowDatabase(): Promise<void> {
  await sql(`CREATE OR REPLACE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN PERFORM pg_sleep(0.1); RETURN NULL; END $$`);
  await sql('CREATE OR REPLACE TRIGGER slow AFTER INSERT ON lead FOR EACH STATEMENT EXECUTE FUNCTION take_time()');
}

async function halfOf(leads: number): Promise<void> {
  await vi.waitFor(async () => expect(await stored()).toBeGreaterThan(leads / 2), { timeout: 30_000, interval: 5 });
}

async function stored(): Promise<number> {
  const [row] = await sql<{ leads: number }>('SELECT count(*)::int AS leads FROM lead');
  return row?.leads ?? 0;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ImportOptions, importCsv } from '../../../src/cli/import/import-csv.ts';
import { exitCodeOf } from '../../../src/cli/import/import-summary.ts';
import { type BatchApi, startBatchApi } from './batch-api.ts';

const directory = mkdtempSync(join(tmpdir(), 'dibs-import-'));
afterAll(() => rmSync(directory, { recursive: true }));

let api: BatchApi;
beforeEach(async () => {
  api = await startBatchApi();
});
afterEach(() => api.close());

let files = 0;
function fileOf(content: string): string {
  files += 1;
  const path = join(directory, `${files}.csv`);
  writeFileSync(path, content);
  return path;
}

/** Rows of made-up people. */
function people(count: number, from = 0): string {
  return Array.from({ length: count }, (_, index) => `Person ${from + index},p${from + index}@acme.example\n`).join('');
}

async function run(file: string, more: Partial<ImportOptions> = {}) {
  const pauses: number[] = [];
  const chunks: string[] = [];
  const out = new Writable({ write: (chunk, _encoding, done) => done(void chunks.push(String(chunk))) });
  const clock = { sleep: async (ms: number) => void pauses.push(ms) };
  const options = { map: [], source: 'csv', dateOrder: null, dryRun: false, key: null, report: null };
  const summary = await importCsv({ ...options, file, to: api.url, out, clock, ...more });
  return { summary, pauses, output: chunks.join(''), exitCode: exitCodeOf(summary) };
}

const counts = { created: 0, existing: 0, duplicates: 0, bad: 0, failure: null };

describe('importCsv', () => {
  it('shows the mapping, sends every line and sums up', async () => {
    const { summary, output, exitCode } = await run(fileOf(`name,email\n${people(1_201)}`), { key: 'k1' });
    expect(summary).toEqual({ ...counts, lines: 1_201, created: 1_201 });
    expect(api.sizes).toEqual([500, 500, 201]);
    expect(api.keys).toEqual(new Set(['Bearer k1']));
    expect(output).toMatch(/UTF-8, cells divided by comma/);
    expect(output).toMatch(/email +email +sure +a known name/);
    expect(output).toMatch(
      /1,201 lines: 1,201 new leads, 0 already there, 0 duplicates within the file, 0 bad lines\.\n$/,
    );
    expect(exitCode).toBe(0);
  });

  it('adds no lead when it is run a second time', async () => {
    const file = fileOf(`name,email\n${people(10)}`);
    await run(file);
    expect((await run(file)).summary).toEqual({ ...counts, lines: 10, existing: 10 });
    expect(api.leads.size).toBe(10);
  });

  it('knows a line again when the next export has other columns around it in another order', async () => {
    await run(fileOf('name,email,city\nAna,ana@acme.example,Vigo\n'));
    const { summary } = await run(fileOf('city;email;empty;name\nVigo;ana@acme.example;;Ana\n'));
    expect(summary).toEqual({ ...counts, lines: 1, existing: 1 });
  });

  it('reports identical lines as one lead, and lines of one source and external id too', async () => {
    const lines =
      'id,email,source\n,a@b.example,\n1,b@b.example,\n,a@b.example,\n1,c@b.example,csv\n1,d@b.example,web\n';
    const { summary, output } = await run(fileOf(lines));
    expect(summary).toEqual({ ...counts, lines: 5, created: 3, duplicates: 2 });
    expect(output).toContain('line 4: the same lead as line 2\nline 5: the same lead as line 3\n');
    expect([...api.leads.keys()].filter((key) => key.startsWith('external:'))).toEqual([
      'external:csv:1',
      'external:web:1',
    ]);
  });

  it('reports each bad line with its line in the file and the column, goes on, and exits with 3', async () => {
    const file = fileOf(
      'name,E-mail,amount,created\nAna,ana@b.example,"1,200",\n"Two\nlines",bob,,\n\nCy,cy@b.example\n=1+1,dee@b.example,1.200,05/06/2026\nEli,eli@b.example,,05/06/2026\nFay,fay@b.example,,13/06/2026\n',
    );
    const { summary, output, exitCode } = await run(file);
    expect(summary).toEqual({ ...counts, lines: 6, created: 2, bad: 4 });
    expect(exitCode).toBe(3);
    expect(output).toContain('line 3: email (“E-mail”): Expected one address');
    expect(output).toContain('line 6: It has 2 cells; the header has 4.');
    expect(output).toContain('line 7: receivedAt (“created”): Day and month could be either way round.');
    expect(output).toContain('line 8: receivedAt');
    expect(output).not.toMatch(/bob|1\.200/);
  });

  it('writes the bad lines into a report without formulas, which can be put right and imported', async () => {
    const report = join(directory, 'bad.csv');
    const file = fileOf('name,email,phone\n=HYPERLINK("x"),wrong,+34911234567\nAna,ana@b.example,\n');
    const { output } = await run(file, { report });
    expect(readFileSync(report, 'utf8')).toBe(
      'dibs_line,dibs_problem,name,email,phone\r\n' +
        '2,email: Expected one address such as ana@company.example.,"\'=HYPERLINK(""x"")",wrong,\'+34911234567\r\n',
    );
    expect(output).toContain(`The bad lines are in ${report}`);
    const corrected = fileOf(readFileSync(report, 'utf8').replace('wrong', 'right@b.example'));
    expect((await run(corrected)).summary).toEqual({ ...counts, lines: 1, created: 1 });
    expect([...api.leads.values()].at(-1)).toContain('"name":"=HYPERLINK(\\"x\\")","phone":"+34911234567"');
  });

  it('never writes the report over the file it imports', async () => {
    const file = fileOf('email\nwrong\n');
    const { exitCode, output } = await run(file, { report: join(directory, '.', file.slice(directory.length + 1)) });
    expect(exitCode).toBe(1);
    expect(output).toContain('give it another name');
    expect(readFileSync(file, 'utf8')).toBe('email\nwrong\n');
  });

  it('sends nothing in a dry run, and says what it would send', async () => {
    const { summary, output } = await run(fileOf('email\na@b.example\na@b.example\nx\n'), { dryRun: true });
    expect(summary).toEqual({ ...counts, lines: 3, created: 1, duplicates: 1, bad: 1 });
    expect(output).toContain('1 lead would be sent, 1 duplicate within the file, 1 bad line.');
    expect(api.sizes).toEqual([]);
  });

  it('passes on what the server refuses, and says when a line was imported with another mapping', async () => {
    const file = fileOf('email,x\na@b.example,Acme\n');
    await run(file);
    const { summary, output } = await run(file, { map: ['x=company'] });
    expect(summary).toEqual({ ...counts, lines: 1, bad: 1 });
    expect(output).toContain('line 2: This line was imported before with another mapping or source.');
  });

  it('keeps batches of long messages below 1 MB', async () => {
    const { summary } = await run(
      fileOf(`name,email,message\n${people(300).replaceAll('\n', `,${'m'.repeat(9_000)}\n`)}`),
    );
    expect(summary.created).toBe(300);
    expect(api.sizes).toEqual([98, 98, 98, 6]);
  });
});

describe('importCsv, when things go wrong', () => {
  const file = fileOf(`name,email\n${people(1_000)}`);

  it('tries again after 429, 503 and a dropped socket, with growing pauses, and says so', async () => {
    const failures = [{ status: 429, headers: { 'retry-after': '7' } }, { status: 503 }, 'drop' as const];
    api.before = (request) => failures[request - 1];
    const { summary, pauses, output } = await run(file);
    expect(summary).toEqual({ ...counts, lines: 1_000, created: 1_000 });
    expect(pauses).toEqual([7_000, 1_000, 2_000]);
    expect(output).toContain('The server is not ready (answer 429); trying again in 7 s.');
  });

  it('makes no lead twice when the answer is lost after the leads were stored', async () => {
    api.after = (request) => (request === 1 ? 'drop' : undefined);
    const { summary } = await run(file);
    expect(summary).toEqual({ ...counts, lines: 1_000, created: 500, existing: 500 });
    expect(api.leads.size).toBe(1_000);
  });

  it('sends again only the items that the server could not store yet', async () => {
    const answered = Array.from({ length: 500 }, (_, index) => ({ index, status: index < 400 ? 202 : 503 }));
    api.after = (request) => (request === 1 ? { status: 200, body: { items: answered } } : undefined);
    const { summary } = await run(file);
    expect(api.sizes).toEqual([500, 100, 500]);
    expect(summary.lines).toBe(summary.created + summary.existing);
  });

  it('halves a batch that the server calls too large', async () => {
    api.before = () => ((api.sizes.at(-1) ?? 0) > 200 ? { status: 413 } : undefined);
    expect((await run(file)).summary.created).toBe(1_000);
    expect(api.sizes.slice(0, 7)).toEqual([500, 250, 125, 125, 250, 125, 125]);
  });

  it('gives up after 15 attempts, and says that it can be run again', async () => {
    api.before = () => ({ status: 503 });
    const { summary, pauses, output, exitCode } = await run(file);
    expect(exitCode).toBe(1);
    expect(pauses).toHaveLength(14);
    expect(Math.max(...pauses)).toBe(30_000);
    expect(summary.failure).toContain('Gave up after 15 attempts');
    expect(output).toContain('Run the same command again: no lead is lost or made twice.');
  });

  it.each([
    [401, 'Set DIBS_API_KEY'],
    [404, 'There is no lead API at http://127.0.0.1'],
    [302, 'There is no lead API at http://127.0.0.1'],
    [200, 'not one of a Dibs server'],
    [422, 'The server refused the request (422). The batch is odd'],
  ])('stops at once on answer %i: %s', async (status, message) => {
    const headers = { location: 'http://elsewhere.example' };
    api.before = () => ({ status, headers, body: { title: 'The batch is odd' } });
    const { summary, pauses, exitCode } = await run(file);
    expect(summary.failure).toContain(message);
    expect([pauses, exitCode, api.sizes]).toEqual([[], 1, [500]]);
  });

  it.each([
    ['a missing file', join(directory, 'nope.csv'), 'ENOENT'],
    ['a directory', directory, 'EISDIR'],
    ['an empty file', fileOf(''), 'The file is empty.'],
    ['a file without e-mail, phone or id', fileOf('a,b\n1,2\n'), 'No column looks like'],
  ])('says what is wrong with %s', async (_what, path, message) => {
    const { summary, exitCode } = await run(path);
    expect(summary.failure).toContain(message);
    expect(exitCode).toBe(1);
  });

  it('has the exact count after kill -9 between storing and answering, and a second run', async () => {
    const larger = fileOf(`name,email\n${people(1_700)}`);
    const stored = new Promise<void>((resolve) => {
      api.after = (request) => {
        if (request !== 2) return undefined;
        resolve();
        return 'hang';
      };
    });
    const script = fileURLToPath(new URL('./run-import.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, larger, api.url.href], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    await stored;
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    expect(api.leads.size).toBe(1_000);

    expect((await run(larger)).summary).toEqual({ ...counts, lines: 1_700, created: 700, existing: 1_000 });
    expect(api.leads.size).toBe(1_700);
  }, 30_000);
});

describe('the shared leads', () => {
  const shared = fileURLToPath(new URL('../../../../shared/data/leads.csv', import.meta.url));
  it.runIf(existsSync(shared))(
    'are 8,800 leads, and a second import adds none',
    async () => {
      expect((await run(shared)).summary).toEqual({ ...counts, lines: 8_800, created: 8_800 });
      expect((await run(shared)).summary).toEqual({ ...counts, lines: 8_800, existing: 8_800 });
      expect(api.leads.size).toBe(8_800);
    },
    60_000,
  );
});

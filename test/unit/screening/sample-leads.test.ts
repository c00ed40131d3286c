/** `dibs rules screen`, on a small file, and on the 8,800 leads of the sample data where those are. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screenLeads } from '../../../src/cli/rules/screen-leads.ts';
import { hasSampleData } from '../../helpers/lead-histories.ts';

const ROOT = join(import.meta.dirname, '../../..');
const EXAMPLE = join(ROOT, 'docs/screening-example.yaml');
const DATA = join(ROOT, '../shared/data');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dibs-screen-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, ...lines: string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

function screen(leads: string, more: Partial<Parameters<typeof screenLeads>[1]> = {}) {
  return screenLeads(leads, { file: EXAMPLE, map: [], won: 'stage=won', ...more }, new PassThrough().resume());
}

describe('dibs rules screen', () => {
  it('counts verdicts, reasons and won deals, gives examples, and names nobody', async () => {
    const leads = await file(
      'leads.csv',
      'external_id,email,company,employees',
      'a,zembra@quarry.example,Zembra Ltd,6000',
      'b,zembra@gmail.com,Zembra Ltd,300',
      'c,zembra@mailinator.com,,',
      'd,no address,,',
    );
    const outcomes = await file('outcomes.csv', 'external_id,stage', 'a,Won', 'b,Lost', 'c,WON');
    const { ok, lines } = await screen(leads, { outcomes });
    expect(ok).toBe(true);
    expect(lines[0]).toMatch(/^3 leads, 1 bad lines \(first: line 5: email: Expected one address/);
    expect(lines.slice(2, 6).map((line) => line.split(/\s{2,}/))).toEqual([
      ['verdict', 'leads', 'share', 'of all won', 'of these won'],
      ['qualified', '1', '33.3 %', '1 (50.0 %)', '1 (100.0 %)'],
      ['review', '1', '33.3 %', '0 (0.0 %)', '0 (0.0 %)'],
      ['disqualified', '1', '33.3 %', '1 (50.0 %)', '1 (100.0 %)'],
    ]);
    expect(lines).toContain(
      'line 3: +10 Company over 200 people. −20 Free-mail address. Score −10: to review, since it is between −30 and 10.',
    );
    expect(lines.join('\n')).not.toMatch(/zembra|gmail|mailinator/i);
  });

  it.each([
    ['a file that is not there', async () => screen(join(folder, 'none.csv')), /^A file cannot be used: ENOENT/],
    [
      'outcomes without the column',
      async () => {
        const outcomes = await file('other.csv', 'external_id,status', 'a,won');
        return screen(await file('one.csv', 'email', 'a@quarry.example'), { outcomes });
      },
      /has no column “stage”; say with --won/,
    ],
    [
      'outcomes without ids',
      async () => {
        const outcomes = await file('ids.csv', 'who,stage', 'a,won');
        return screen(await file('one.csv', 'email', 'a@quarry.example'), { outcomes });
      },
      /has no column with the leads’ ids/,
    ],
    [
      'a routing file that screens nothing',
      async () => {
        const text = (await readFile(EXAMPLE, 'utf8')).replace(/\nscreening:[\s\S]*?\n\n/, '\n');
        return screen(await file('one.csv', 'email', 'a@quarry.example'), { file: await file('plain.yaml', text) });
      },
      /has no screening; docs\/screening\.md/,
    ],
  ])('refuses %s, and says what to do', async (_, run, words) => {
    const { ok, lines } = await run();
    expect(ok).toBe(false);
    expect(lines.join('\n')).toMatch(words);
  });

  it.runIf(hasSampleData)('says of the sample data what docs/screening.md shows', { timeout: 120_000 }, async () => {
    const { lines } = await screen(join(DATA, 'leads.csv'), { outcomes: join(DATA, 'outcomes.csv') });
    const page = await readFile(join(ROOT, 'docs/screening.md'), 'utf8');
    const rows = lines
      .filter((line) => / %/.test(line))
      .map(
        (line) =>
          `| ${line
            .trim()
            .split(/\s{2,}/)
            .join(' | ')} |`,
      );
    expect(rows).toHaveLength(8);
    expect(rows.filter((row) => !page.includes(row))).toEqual([]);
    expect(lines.find((line) => line.startsWith('disqualified'))).toMatch(/0 \(0\.0 %\)/);
  });
});

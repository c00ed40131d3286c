/** The table of territories that a routing file names. */
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadRoutingFile } from '../../../src/config/routing/load-routing-file.ts';
import type { AcceptedFile, RoutingFileResult } from '../../../src/config/routing/parse-routing-file.ts';
import { formatProblems } from '../../../src/config/routing/problem.ts';
import { readYaml } from '../../../src/config/routing/yaml-source.ts';
import { fileWith } from './routing-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dibs-territories-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Loads a routing file that names a table. */
async function load(table: string | Uint8Array | null, name = 'areas.csv'): Promise<RoutingFileResult> {
  const path = join(folder, 'dibs.yaml');
  const text = fileWith({ 1: `version: 1\nterritories: ${name}` }).replace('cherry-pick', 'round-robin');
  await writeFile(path, text);
  if (table !== null) await writeFile(join(folder, name), table);
  return loadRoutingFile(path);
}

async function accepted(table: string | Uint8Array, name?: string): Promise<AcceptedFile> {
  const result = await load(table, name);
  if (!result.ok) throw new Error(formatProblems('dibs.yaml', result.problems));
  return result;
}

async function problems(table: string | Uint8Array | null, name?: string): Promise<string[]> {
  const result = await load(table, name);
  const text = result.ok ? '' : formatProblems(join(folder, 'dibs.yaml'), result.problems);
  return text.replaceAll(`${folder}/`, '').split('\n');
}

const TABLE = 'rep,country,postal code\nana,ES,28\nana,PT,\nbob@acme.example,FR,\n';

describe('a table of territories', () => {
  it('gives each rep their rows, and leaves their other skills', async () => {
    const { ruleset, territories } = await accepted(TABLE);
    expect(ruleset.reps.map(({ skills }) => skills)).toEqual([
      { territories: [{ country: 'ES', postalPrefix: '28' }, { country: 'PT' }] },
      { territories: [{ country: 'FR' }] },
    ]);
    expect(territories).toEqual({ path: 'areas.csv', line: 2, column: 14 });
  });

  it('as the documentation shows it is one', async () => {
    const doc = await readFile(join(import.meta.dirname, '../../../docs/routing-file.md'), 'utf8');
    const [, example = ''] = /```csv\n([^`]*)```/.exec(doc) ?? [];
    const { ruleset, warnings } = await accepted(example);
    expect(ruleset.reps.map(({ skills }) => skills?.territories?.length)).toEqual([2, 3]);
    expect(warnings).toEqual([]);
  });

  it('may be in a folder below', async () => {
    await mkdir(join(folder, 'tables'));
    expect((await accepted(TABLE, 'tables/areas.csv')).ruleset.reps[1]?.skills?.territories).toHaveLength(1);
  });

  it('is part of what is published: another table is another text, the same one is not', async () => {
    const [before, same, after] = [
      await accepted(TABLE),
      await accepted(TABLE),
      await accepted(TABLE.replace('FR', 'IT')),
    ].map(({ source }) => source);
    expect(same).toBe(before);
    expect(after).not.toBe(before);
    expect(after).toContain('\n# territories: areas.csv\n# rep,country,postal code\n# ana,ES,28\n');
  });

  it('is published as a comment, whatever is in it: the text is still one and the same routing file', async () => {
    const published = await accepted(`rep,country,note\r\nana,ES,"two\rlines\n---\nversion: 2"\r\n`);
    const plain = readYaml(fileWith({ 1: 'version: 1\nterritories: areas.csv' }).replace('cherry-pick', 'round-robin'));
    const read = readYaml(published.source);
    expect('value' in read && 'value' in plain && read.value).toEqual('value' in plain && plain.value);
  });

  it('passes its warnings on with file and line, 20 of them and how many more there are', async () => {
    const { warnings } = await accepted(`rep,country\n${'ana,ES\n'.repeat(30)}`);
    expect(warnings).toHaveLength(21);
    expect(warnings[0]).toBe(`${join(folder, 'areas.csv')}:3 repeats line 2; delete one of them`);
    expect(warnings[20]).toMatch(/areas\.csv: 9 more; npm run dibs -- rules territories .*areas\.csv lists them$/);
  });

  it('with mistakes is refused: each by file and line, with what would be right', async () => {
    expect(await problems('rep,country,zip\nana,Spian,\nbob,ES,29-28\n,FR,\n')).toEqual([
      'areas.csv:2 there is no country “Spian”; did you mean ES (Spain)?',
      'areas.csv:3 29-28 is upside down; write 28-29',
      'areas.csv:4 the row does not say whose territory it is; give a rep’s id or e-mail address',
    ]);
  });

  it('without a row is refused: nobody’s territory would be narrowed any more', async () => {
    expect(await problems('rep,country\n')).toEqual(['areas.csv:1 there is no row below the columns’ names']);
  });

  it('of which only half is text is refused, with how to save it', async () => {
    const latin1 = Buffer.from('rep,country,region\nana,FR,Île-de-France\n', 'latin1');
    const utf16 = Buffer.from(TABLE, 'utf16le');
    const expected =
      'dibs.yaml:2:14 territories: areas.csv is not text in UTF-8: save it from the spreadsheet as “CSV UTF-8”';
    expect(await problems(latin1)).toEqual([expected]);
    expect(await problems(utf16)).toEqual([expected]);
  });

  it('that is not there is a problem of the routing file', async () => {
    expect(await problems(null)).toEqual(['dibs.yaml:2:14 territories: areas.csv cannot be read (ENOENT)']);
  });

  it('over 8 MB is not read', async () => {
    expect(await problems(Buffer.alloc(8 * 1_048_576 + 1, 'x'))).toEqual([
      'dibs.yaml:2:14 territories: areas.csv is over 8 MB: save it from the spreadsheet as “CSV UTF-8”',
    ]);
  });

  it.each(['/etc/passwd', '../areas.csv', 'tables/../../areas.csv', 'C:areas.csv', '~/areas.csv', 'a\\b.csv'])(
    'is not looked for at %s',
    async (name) => {
      expect(await problems(null, `'${name}'`)).toEqual([
        'dibs.yaml:2:14 territories: must be a file beside this one or in a folder below, such as territories.csv',
      ]);
    },
  );

  it('behind a link is read where it leads to the same folder, and refused where it leads out of it', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'dibs-elsewhere-'));
    await writeFile(join(outside, 'areas.csv'), TABLE);
    await symlink(join(outside, 'areas.csv'), join(folder, 'areas.csv'));
    expect(await problems(null)).toEqual(['dibs.yaml:2:14 territories: leads out of the routing file’s folder']);
    await rm(join(folder, 'areas.csv'));
    await rename(join(outside, 'areas.csv'), join(folder, '..areas.csv'));
    await symlink('..areas.csv', join(folder, 'areas.csv'));
    expect((await load(null)).ok).toBe(true);
    await rm(outside, { recursive: true });
  });
});

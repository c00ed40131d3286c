/** `dibs rules`: what it prints and its exit code. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rulesCommand } from '../../../src/cli/rules/rules-command.ts';
import { fileWith } from './routing-files.ts';

/** The small file, with a pool in which territories count. */
const pushing = fileWith({}).replace('cherry-pick', 'round-robin');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dibs-rules-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function run(...args: string[]): Promise<{ printed: string; exitCode: typeof process.exitCode }> {
  const lines: unknown[] = [];
  for (const stream of ['log', 'error'] as const)
    vi.spyOn(console, stream).mockImplementation((line) => lines.push(line));
  const program = new Command();
  rulesCommand(program);
  await program.parseAsync(['rules', ...args], { from: 'user' });
  return { printed: lines.join('\n').replaceAll(folder, ''), exitCode: process.exitCode };
}

describe('dibs rules check', () => {
  it('counts what is in a good file and warns of what is not acted on', async () => {
    const path = await file('dibs.yaml', fileWith({}).replace('members: [ana, bob]', 'members: [ana], owner: ana'));
    const { printed, exitCode } = await run('check', path);
    expect(printed).toMatch(
      /^OK: 2 reps, 2 pools, 2 rules \(\/dibs.yaml\)\nwarning: pools\[0\]\.owner: has no effect here/,
    );
    expect(exitCode).toBeUndefined();
  });

  it('counts territories where the file names a table, and tells its problems by file and line', async () => {
    const path = await file('dibs.yaml', pushing.replace('version: 1', 'version: 1\nterritories: areas.csv'));
    await file('areas.csv', 'rep,country\nana,IBERIA\nbob,FR\n');
    expect((await run('check', path)).printed).toBe('OK: 2 reps, 2 pools, 2 rules, 3 territories (/dibs.yaml)');
    await file('areas.csv', 'rep,country\nana,IBERIA\nboob,FR\n');
    const { printed, exitCode } = await run('check', path);
    expect(printed.split('\n')).toEqual([
      '/areas.csv:3 there is no rep “boob”; did you mean bob?',
      '/dibs.yaml: 1 problem',
    ]);
    expect(exitCode).toBe(1);
  });

  it('lists the problems of a bad file and exits with 1', async () => {
    const path = await file('dibs.yaml', fileWith({ 1: 'version: 2', 11: '' }));
    const { printed, exitCode } = await run('check', path);
    expect(printed.split('\n')).toEqual([
      '/dibs.yaml:1:10 version: must be 1, not 2',
      '/dibs.yaml:10:5 rules[0]: the last rule must match every lead: add - { name: Everyone else, then: { pool: world } }',
      '/dibs.yaml: 2 problems',
    ]);
    expect(exitCode).toBe(1);
  });

  it('takes DIBS_CONFIG where no file is named', async () => {
    vi.stubEnv('DIBS_CONFIG', await file('other.yaml', fileWith({})));
    expect((await run('check')).printed).toContain('/other.yaml');
  });
});

describe('dibs rules test', () => {
  it('says where a lead would go, rule by rule', async () => {
    const rules = await file('dibs.yaml', fileWith({}));
    const lead = await file('lead.json', JSON.stringify({ email: 'buyer@buyer.example', country: 'France' }));
    const { printed, exitCode } = await run('test', lead, '--file', rules);
    expect(printed.split('\n')).toEqual([
      'Rule 1 "Iberia" did not match: country is FR; needs ES.',
      'Rule 2 "Everyone else" matched: it matches every lead.',
      'Goes to the pool "world", because rule 2 says so.',
    ]);
    expect(exitCode).toBeUndefined();
  });

  it.each([
    ['is no JSON', '{', '/lead.json: is not JSON'],
    ['cannot be contacted', '{"country":"ES"}', '/lead.json: email: Give at least one'],
  ])('refuses a lead that %s', async (_, content, words) => {
    const rules = await file('dibs.yaml', fileWith({}));
    const { printed, exitCode } = await run('test', await file('lead.json', content), '--file', rules);
    expect(printed).toContain(words);
    expect(exitCode).toBe(1);
  });

  it('refuses a lead file that is not there, and a routing file with problems', async () => {
    const rules = await file('dibs.yaml', fileWith({}));
    expect((await run('test', join(folder, 'none.json'), '--file', rules)).printed).toBe('/none.json: cannot be read');
    const bad = await file('bad.yaml', fileWith({ 1: 'version: 2' }));
    expect((await run('test', join(folder, 'none.json'), '--file', bad)).printed).toContain('must be 1, not 2');
  });
});

describe('dibs rules territories', () => {
  it('tells what each rep has and where two overlap, of a table that no routing file names yet', async () => {
    const config = await file('dibs.yaml', pushing);
    const table = await file('areas.csv', 'rep;country;zip\nana;ES;\nana;PT;1-3\nbob@acme.example;ES;28\n');
    const { printed, exitCode } = await run('territories', table, '--config', config);
    expect(printed.split('\n')).toEqual([
      'warning: /areas.csv:4 bob (ES 28) and ana (ES, line 2) overlap: leads that lie in both go to either',
      'ana: 2 territories',
      'bob: 1 territory',
      'OK: 3 territories of 2 reps (/areas.csv)',
    ]);
    expect(exitCode).toBeUndefined();
  });

  it('tells every problem by line, which reps have nothing, and exits with 1', async () => {
    vi.stubEnv('DIBS_CONFIG', await file('dibs.yaml', pushing));
    const table = await file('areas.csv', 'sep=;\nrep;country\ncarl;ES\nana;XX\nana;FR\n');
    const { printed, exitCode } = await run('territories', table);
    expect(printed.split('\n')).toEqual([
      '/areas.csv:3 there is no rep “carl”; use an id or e-mail address of the routing file',
      '/areas.csv:4 there is no country “XX”; use an ISO code such as ES',
      'ana: 1 territory',
      'bob: none, so territories narrow nothing for this rep',
      '/areas.csv: 2 problems',
    ]);
    expect(exitCode).toBe(1);
  });

  it('exits with 1 when the table or the routing file cannot be read', async () => {
    const config = await file('dibs.yaml', pushing);
    expect(await run('territories', join(folder, 'none.csv'), '--config', config)).toEqual({
      printed: '/none.csv cannot be read (ENOENT)',
      exitCode: 1,
    });
    const table = await file('areas.csv', 'rep,country\nana,ES\n');
    expect((await run('territories', table, '--config', join(folder, 'none.yaml'))).printed).toContain(
      '/none.yaml:1:1',
    );
  });
});

describe('dibs rules schema', () => {
  it('prints a JSON Schema', async () => {
    expect(JSON.parse((await run('schema')).printed)).toMatchObject({ title: 'Dibs routing file', type: 'object' });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { importCommand } from '../../../src/cli/import/import-command.ts';
import { importTarget } from '../../../src/cli/import/import-target.ts';

const directory = mkdtempSync(join(tmpdir(), 'dibs-target-'));
writeFileSync(join(directory, 'api-key'), 'stored-key\n');
afterAll(() => rmSync(directory, { recursive: true }));

describe('importTarget', () => {
  const env = { DIBS_DATA_DIR: directory };
  it.each([
    [{}, {}, 'http://127.0.0.1:3000/', 'stored-key'],
    [{}, { PORT: '4000', DIBS_API_KEY: 'from-env' }, 'http://127.0.0.1:4000/', 'from-env'],
    [{}, { PUBLIC_URL: 'https://dibs.example' }, 'https://dibs.example/', null],
    [
      { to: 'http://localhost:5000/base', key: 'given' },
      { DIBS_API_KEY: 'from-env' },
      'http://localhost:5000/base',
      'given',
    ],
    [{ to: 'http://127.0.0.1.evil.example' }, {}, 'http://127.0.0.1.evil.example/', null],
  ])('of %j and %j is %s with key %s', async (given, more, to, key) => {
    const target = await importTarget(given, { ...env, ...more });
    expect([target.to.href, target.key]).toEqual([to, key]);
  });

  it('has no key where no playground made one', async () => {
    expect((await importTarget({}, { DIBS_DATA_DIR: join(directory, 'none') })).key).toBeNull();
  });

  it.each(['nonsense', 'ftp://127.0.0.1', 'file:///etc/passwd'])('refuses the address %s', async (to) => {
    await expect(importTarget({ to }, {})).rejects.toThrow('must look like http://127.0.0.1:3000');
  });
});

describe('importCommand', () => {
  const program = new Command();
  importCommand(program, { sleep: async () => {} });

  it('offers every option in its help', () => {
    const help = program.commands[0]?.helpInformation() ?? '';
    for (const flag of ['--map', '--source', '--dry-run', '--to', '--key', '--date-order', '--report']) {
      expect(help).toContain(flag);
    }
  });

  it.each([
    ['0', 'every line is a lead', 'a@b.example', []],
    ['3', 'a line is bad', 'wrong', []],
    ['0', 'the options make it right', 'wrong', ['--map', 'email=name', '--map', 'size=externalId']],
    ['1', 'the mapping is wrong', 'a@b.example', ['--map', 'nope=email']],
    ['1', 'the address is wrong', 'a@b.example', ['--to', 'nonsense']],
  ])('exits with %s when %s', async (code, _when, email, options) => {
    const file = join(directory, 'leads.csv');
    writeFileSync(file, `email,size\n${email},5\n`);
    try {
      await program.parseAsync(['import', file, '--dry-run', ...options], { from: 'user' });
      expect(process.exitCode).toBe(Number(code));
    } finally {
      process.exitCode = 0;
    }
  });
});

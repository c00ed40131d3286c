/** The data directory: one process at a time, and a lock that no dead process keeps. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDir } from '../../../src/store/data-dir-lock.ts';
import { openPGlite } from '../../../src/store/pglite-data-dir.ts';
import { processStartedAt } from '../../../src/store/process-started-at.ts';
import { silentLog } from '../../helpers/silent-log.ts';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dibs-data-dir-'));
  path = join(directory, 'pglite.lock');
});
afterEach(() => rm(directory, { recursive: true }));

const inUse = { code: 'data_dir_in_use', retry: 'never' };

/** A process number that nobody has now. */
const deadPid = () => Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));

const locked = (holder: object) =>
  writeFile(path, JSON.stringify({ token: 't', pid: process.ppid, started: null, host: hostname(), ...holder }));

describe('the lock', () => {
  it('is refused to a second taker, who is told what to do, until it is given back', async () => {
    const unlock = await lockDataDir(path);
    await expect(lockDataDir(path)).rejects.toMatchObject(inUse);
    await expect(lockDataDir(path)).rejects.toThrow(
      new RegExp(`in use by process ${process.pid} .*DIBS_DATA_DIR.*DATABASE_URL`),
    );
    await unlock();
    await (await lockDataDir(path))();
    expect(await readdir(directory)).toEqual([]);
  });

  it('is refused while a living process has it', async () => {
    await locked({ started: processStartedAt(process.ppid) });
    await expect(lockDataDir(path)).rejects.toMatchObject(inUse);
  });

  it('is taken over from a process that is gone', async () => {
    await locked({ pid: deadPid() });
    await (await lockDataDir(path))();
  });

  it('is taken over when the number of the process belongs to another one now', async () => {
    await locked({ started: 'long ago' });
    await (await lockDataDir(path))();
    await locked({ pid: process.pid, started: 'before this container was restarted' });
    await (await lockDataDir(path))();
  });

  it('of another host is refused for 30 s after its last sign of life, whatever runs here under that number', async () => {
    await locked({ host: 'elsewhere', pid: deadPid() });
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
    await utimes(path, ago(25), ago(25));
    await expect(lockDataDir(path)).rejects.toThrow('on elsewhere');
    await utimes(path, ago(31), ago(31));
    await (await lockDataDir(path))();
  });

  it('that its taker did not live to fill in is refused at first, and taken over after 30 s', async () => {
    await writeFile(path, '');
    await expect(lockDataDir(path)).rejects.toMatchObject(inUse);
    const longAgo = new Date(Date.now() - 31_000);
    await utimes(path, longAgo, longAgo);
    await (await lockDataDir(path))();
  });

  it('of a dead process goes to one of 20 takers at once, 30 times over', async () => {
    const pid = deadPid();
    for (let round = 0; round < 30; round += 1) {
      await locked({ pid });
      const taken = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDir(path)));
      const unlocks = taken.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(unlocks).toHaveLength(1);
      await unlocks[0]?.();
      expect(await readdir(directory)).toEqual([]);
    }
  });

  it('is not given back by one who lost it', async () => {
    const unlock = await lockDataDir(path);
    await locked({ token: 'another' });
    await unlock();
    expect(await readFile(path, 'utf8')).toContain('another');
  });
});

describe('PGlite in a data directory', () => {
  it('is made by the first start, whatever a killed one left, and found by the next', {
    timeout: 60_000,
  }, async () => {
    const dataDir = join(directory, 'deep', 'data');
    await mkdir(join(dataDir, 'pglite.new', 'base'), { recursive: true });
    await writeFile(join(dataDir, 'pglite.new', 'PG_VERSION'), 'half');
    const first = await openPGlite(dataDir, silentLog);
    await first.executeSql('CREATE TABLE kept (id int)');
    await expect(openPGlite(dataDir, silentLog)).rejects.toMatchObject(inUse);
    await first.close();
    expect(await readdir(dataDir)).toEqual(['pglite']);

    const second = await openPGlite(dataDir, silentLog);
    expect((await second.executeSql('SELECT * FROM kept', [])).rows).toEqual([]);
    await second.close();
  });
});

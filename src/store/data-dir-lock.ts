/**
 * Lets one process at a time use a data directory. Two on one PGlite directory both acknowledge writes and silently lose a
 * third of them, and PGlite itself does not look. The lock is a file that names its holder; a dead holder's is taken over.
 */
import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../domain/errors.ts';
import { processStartedAt } from './process-started-at.ts';

interface Holder {
  /** Tells two locks of the same process apart. */
  token: string;
  pid: number;
  /** When the process started, as the system counts it: a process number is used again after a while. */
  started: string | null;
  host: string;
}

/** The holder touches its file this often, for those who cannot look up its process: other hosts, other containers. */
const TOUCH_EVERY_MS = 5_000;

/** After this long without a touch, a holder elsewhere is taken for dead; so is a lock file that was never filled in. */
const SILENT_MS = 30_000;

/** How often to look again while another process takes a dead holder's lock, which takes it a few milliseconds. */
const ATTEMPTS = 20;
const LOOK_AGAIN_MS = 25;

/**
 * Takes the lock.
 * @param path of the lock file; its directory exists
 * @returns gives it back
 * @throws AppError `data_dir_in_use` (never) when a living process has it
 */
export async function lockDataDir(path: string): Promise<() => Promise<void>> {
  const me: Holder = {
    token: randomUUID(),
    pid: process.pid,
    started: processStartedAt(process.pid),
    host: hostname(),
  };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if ((await create(path, me)) || (await takeOver(path, me))) return hold(path, me);
    await sleep(LOOK_AGAIN_MS);
  }
  throw inUse(path, await readHolder(path));
}

/**
 * Takes a dead holder's lock. One process at a time, by a second file: between the look at the lock and its removal somebody
 * else could have taken it over, and would lose it.
 * @returns false when another process is at it, or the lock is gone
 * @throws AppError `data_dir_in_use` (never) when the holder lives
 */
async function takeOver(path: string, me: Holder): Promise<boolean> {
  await assertDead(path);
  const turn = `${path}.takeover`;
  if (!(await create(turn, me))) {
    // Its owner was killed in these few milliseconds.
    if (await isSilent(turn)) await rm(turn, { force: true });
    return false;
  }
  try {
    await assertDead(path);
    await rm(path, { force: true });
    return await create(path, me);
  } finally {
    await rm(turn, { force: true });
  }
}

async function assertDead(path: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder ? await isAlive(path, holder) : !(await isSilent(path))) throw inUse(path, holder);
}

async function create(path: string, me: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(me), { flag: 'wx' });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function hold(path: string, me: Holder): () => Promise<void> {
  const touching = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {
      // The directory is gone, or full: nothing that a lock could help with.
    });
  }, TOUCH_EVERY_MS);
  touching.unref();
  return async () => {
    clearInterval(touching);
    if ((await readHolder(path))?.token === me.token) await rm(path, { force: true });
  };
}

/** @returns `null` when there is no lock, or not yet a whole one */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch (error) {
    if (error instanceof SyntaxError || isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

async function isAlive(path: string, holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return !(await isSilent(path));
  if (holder.pid === process.pid) return holder.started === processStartedAt(process.pid);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return isCode(error, 'EPERM');
  }
  return holder.started === null || holder.started === processStartedAt(holder.pid);
}

async function isSilent(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found === null || found.mtimeMs < Date.now() - SILENT_MS;
}

function inUse(path: string, holder: Holder | null): AppError {
  const who = holder
    ? `process ${holder.pid}${holder.host === hostname() ? '' : ` on ${holder.host}`}`
    : 'another process';
  return new AppError(
    'data_dir_in_use',
    `The data directory is in use by ${who} (lock file ${path}). Stop that one first, or give this one a directory of its ` +
      'own with DIBS_DATA_DIR. To run several at once, share a PostgreSQL server with DATABASE_URL.',
    { retry: 'never' },
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

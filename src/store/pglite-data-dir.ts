/**
 * Opens the PGlite of a data directory: locked, so that no second process joins in, and made in one piece, so that a kill
 * during the first boot leaves nothing that cannot be opened.
 */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Log } from '../ports/log.ts';
import { lockDataDir } from './data-dir-lock.ts';
import type { Home } from './home.ts';
import { pgliteHome } from './pglite.ts';
import { openClient } from './pglite-client.ts';

const NAME = 'pglite';

/** Where the database is in a data directory, once it is made. */
export function databaseDir(dataDir: string): string {
  return join(dataDir, NAME);
}

/**
 * @param dataDir made when it is not there
 * @throws AppError `data_dir_in_use` (never)
 */
export async function openPGlite(dataDir: string, log: Log): Promise<Home> {
  await mkdir(dataDir, { recursive: true });
  const unlock = await lockDataDir(join(dataDir, `${NAME}.lock`));
  try {
    const path = databaseDir(dataDir);
    const isNew = !(await exists(path));
    if (isNew) {
      log.info('Making a new database in the data directory; this takes a few seconds', { file: path });
      await build(path);
    }
    const client = await openClient({ dataDir: path });
    // PGlite has no background workers: nobody else clears dead rows away and tells the planner what is there.
    if (!isNew) await client.exec('VACUUM ANALYZE');
    return pgliteHome(client, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** In memory first, then written out at once: a quarter faster than making the files in place. */
async function build(path: string): Promise<void> {
  const unfinished = `${path}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const made = await PGlite.create();
  const loadDataDir = await made.dumpDataDir('none');
  await made.close();
  const written = await PGlite.create({ dataDir: unfinished, loadDataDir });
  await written.close();
  await rename(unfinished, path);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** Opens a PGlite with the settings that every connection of ours has. */
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { SESSION_SETTINGS } from './session-settings.ts';

/** @param options where its files are, or what they are made of; in memory unless given */
export async function openClient(options: Pick<PGliteOptions, 'dataDir' | 'loadDataDir'> = {}): Promise<PGlite> {
  const client = await PGlite.create(options);
  await client.exec(SESSION_SETTINGS);
  return client;
}

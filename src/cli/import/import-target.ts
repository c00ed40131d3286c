/** Where to import to, and the key to show there, from the command line and the environment. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ImportStopped } from './batch-client.ts';

export interface ImportTarget {
  to: URL;
  /** `null`: there is none; a playground on this machine may not want one. */
  key: string | null;
}

/** The file in which a playground keeps the key it made for itself. */
const KEY_FILE = 'api-key';

/**
 * @param given.to `--to`, else `PUBLIC_URL`, else this machine at `PORT`
 * @param given.key `--key`, else `DIBS_API_KEY`, else for a server on this machine the key in the data directory
 * @throws ImportStopped when the address is none
 */
export async function importTarget(
  given: { to?: string; key?: string },
  env: NodeJS.ProcessEnv,
): Promise<ImportTarget> {
  const address = given.to ?? (env.PUBLIC_URL || `http://127.0.0.1:${env.PORT || '3000'}`);
  const to = URL.canParse(address) ? new URL(address) : null;
  if (to?.protocol !== 'http:' && to?.protocol !== 'https:') {
    throw new ImportStopped('The address of the server must look like http://127.0.0.1:3000 (--to or PUBLIC_URL).');
  }
  return { to, key: given.key ?? (env.DIBS_API_KEY || (await storedKey(to, env))) };
}

/** Only for this machine: the key must not be shown to any other server. */
async function storedKey(to: URL, env: NodeJS.ProcessEnv): Promise<string | null> {
  if (!/^(localhost|127(\.\d+){3}|\[::1\])$/.test(to.hostname)) return null;
  const text = await readFile(join(env.DIBS_DATA_DIR || './data', KEY_FILE), 'utf8').catch(() => '');
  return text.trim() || null;
}

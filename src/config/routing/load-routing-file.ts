/** Reads the routing file from disk: the one that is configured, else `./dibs.yaml`, else the demo's. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../system/system-clock.ts';
import { MAX_FILE_BYTES, parseRoutingFile, type RoutingFileResult } from './parse-routing-file.ts';
import { pastExperiments } from './past-experiments.ts';
import { readText } from './read-text.ts';
import { withTerritories } from './territory-file.ts';

export const DEMO_FILE = fileURLToPath(new URL('../demo.yaml', import.meta.url));

/** @param configured `DIBS_CONFIG`, or a file named on the command line */
export function routingFilePath(configured: string | null | undefined): string {
  if (configured) return configured;
  return existsSync('dibs.yaml') ? 'dibs.yaml' : DEMO_FILE;
}

/**
 * With the territory table that it names. A file that is not there or no text is a problem like any other.
 * @param now for warnings of dates that have passed
 */
export async function loadRoutingFile(path: string, now = systemClock.now()): Promise<RoutingFileResult> {
  const file = await readRoutingFile(path);
  const loaded = file.ok ? await withTerritories(file, path) : file;
  if (!loaded.ok) return loaded;
  return { ...loaded, warnings: [...loaded.warnings, ...pastExperiments(loaded.ruleset, now)] };
}

/** Without its territory table. */
export async function readRoutingFile(path: string): Promise<RoutingFileResult> {
  const read = await readText(path, MAX_FILE_BYTES);
  if (read.ok) return parseRoutingFile(read.text);
  const hint = read.code ? ': set DIBS_CONFIG to your routing file, or start from src/config/demo.yaml' : '';
  return { ok: false, problems: [{ line: 1, column: 1, path: '', message: `${read.problem}${hint}` }] };
}

/** Reads the routing file from disk: the one that is configured, else `./dibs.yaml`, else the demo's. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MAX_FILE_BYTES, parseRoutingFile, type RoutingFileResult } from './parse-routing-file.ts';

export const DEMO_FILE = fileURLToPath(new URL('../demo.yaml', import.meta.url));

/** @param configured `DIBS_CONFIG`, or a file named on the command line */
export function routingFilePath(configured: string | null | undefined): string {
  if (configured) return configured;
  return existsSync('dibs.yaml') ? 'dibs.yaml' : DEMO_FILE;
}

/** A file that is not there or no text is a problem like any other. */
export async function loadRoutingFile(path: string): Promise<RoutingFileResult> {
  try {
    // Looked at first, so that a huge file is not read.
    if ((await stat(path)).size > MAX_FILE_BYTES) return problem('is over 1 MB');
    return parseRoutingFile(new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)));
  } catch (error) {
    if (error instanceof TypeError) return problem('is not text in UTF-8');
    return problem(
      `cannot be read (${codeOf(error)}): set DIBS_CONFIG to your routing file, or start from src/config/demo.yaml`,
    );
  }
}

function problem(message: string): RoutingFileResult {
  return { ok: false, problems: [{ line: 1, column: 1, path: '', message }] };
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}

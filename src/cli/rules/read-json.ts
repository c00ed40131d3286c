/** Reads a file with JSON in it, or standard input. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

/** @param path `-`: standard input. @returns the value, or what is wrong, to be read after the path */
export async function readJson(path: string): Promise<{ ok: true; value: unknown } | { ok: false; problem: string }> {
  try {
    const json = path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
    return { ok: true, value: JSON.parse(json) };
  } catch (error) {
    return { ok: false, problem: error instanceof SyntaxError ? 'is not JSON' : 'cannot be read' };
  }
}

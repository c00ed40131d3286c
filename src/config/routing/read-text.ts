/** Reads a text file whole, or says why not. */
import { readFile, stat } from 'node:fs/promises';

export type TextReading =
  | { ok: true; text: string }
  /** `problem` is to be read after the file's name. */
  | { ok: false; problem: string; code?: string };

/**
 * @param mostBytes a larger file is not read at all
 * @returns the text, without a byte order mark; `code` is that of the operating system, such as ENOENT
 */
export async function readText(path: string, mostBytes: number): Promise<TextReading> {
  try {
    if ((await stat(path)).size > mostBytes) return { ok: false, problem: `is over ${mostBytes / 1_048_576} MB` };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    // UTF-16 without its mark is valid UTF-8, full of zeros.
    return text.includes('\0') ? NO_TEXT : { ok: true, text };
  } catch (error) {
    if (error instanceof TypeError) return NO_TEXT;
    const code = codeOf(error);
    return { ok: false, problem: `cannot be read (${code})`, code };
  }
}

const NO_TEXT: TextReading = { ok: false, problem: 'is not text in UTF-8' };

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}

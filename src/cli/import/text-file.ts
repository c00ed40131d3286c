/**
 * Reads a text file line by line, whatever it was saved as, in memory that does not grow with the file.
 * The encoding is settled before the first line: a file read half as one thing and half as another is worse than an error.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

export interface Encoding {
  /** For people. */
  name: string;
  /** Fresh for each reading: it keeps the bytes of a character that a chunk cut in two. */
  decoder: () => Pick<TextDecoder, 'decode'>;
}

export interface Line {
  /** Of the file, from 1. */
  number: number;
  text: string;
}

/** No line of a lead comes near; a file without lines must not fill the memory. */
const MAX_LINE_CHARACTERS = 1_000_000;

/** The characters that Windows-1252 has where Latin-1 has controls; U+FFFD where it has none. */
const WINDOWS_1252 = '€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ';

/** The file cannot be read as text; the message says why, for the person at the terminal. */
export class TextFileError extends Error {}

/**
 * Finds out how a file is encoded: by its byte order mark, else UTF-8 if all of it is valid UTF-8, else Windows-1252, which
 * also covers Latin-1. Reads the whole file once.
 * @throws TextFileError for spreadsheets; Node's own error when the file cannot be opened
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  const start = await firstBytes(path, 4);
  if (start.subarray(0, 2).toString('latin1') === 'PK') {
    throw new TextFileError('This is a spreadsheet or an archive. Save it as CSV (UTF-8) and import that.');
  }
  if (start[0] === 0xff && start[1] === 0xfe) return standard('UTF-16 (little-endian)', 'utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return standard('UTF-16 (big-endian)', 'utf-16be');
  if (await isUtf8(path)) return standard('UTF-8', 'utf-8');
  return { name: 'Windows-1252, since it is not valid UTF-8', decoder: () => ({ decode: decodeWindows1252 }) };
}

function standard(name: string, label: string): Encoding {
  return { name, decoder: () => new TextDecoder(label) };
}

/** Node 20 decodes the label `windows-1252` as Latin-1, which turns curly quotes and `€` into control characters. */
function decodeWindows1252(bytes?: AllowSharedBufferSource): string {
  const text = bytes instanceof Uint8Array ? Buffer.from(bytes).toString('latin1') : '';
  return text.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control);
}

async function firstBytes(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/**
 * The lines of a file, without their ends (`\n`, `\r\n` or `\r`).
 * @param onBytes told how many bytes have been read so far
 * @throws TextFileError when a line is longer than a million characters
 */
export async function* readLines(
  path: string,
  encoding: Encoding,
  onBytes: (total: number) => void = () => {},
): AsyncGenerator<Line> {
  const decoder = encoding.decoder();
  let number = 0;
  let total = 0;
  let rest = '';
  for await (const chunk of createReadStream(path)) {
    const bytes = chunk as Buffer;
    total += bytes.length;
    onBytes(total);
    // A carriage return at the very end may be the first half of `\r\n`.
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARACTERS)
      throw new TextFileError(`Line ${number + lines.length + 1} has no end: this is no CSV file.`);
    for (const text of lines) yield { number: ++number, text };
  }
  const last = (rest + decoder.decode()).replace(/\r$/, '');
  if (last !== '') yield { number: ++number, text: last };
}

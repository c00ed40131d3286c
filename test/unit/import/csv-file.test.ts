import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type CsvRecord, readRecords } from '../../../src/cli/import/csv-records.ts';
import { openCsv } from '../../../src/cli/import/open-csv.ts';
import { detectEncoding, type Line, readLines, TextFileError } from '../../../src/cli/import/text-file.ts';
import { guessDelimiter } from '../../../src/domain/csv/delimiter.ts';

const directory = mkdtempSync(join(tmpdir(), 'dibs-csv-'));
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;
function fileOf(content: string | Uint8Array): string {
  files += 1;
  const path = join(directory, `${files}.csv`);
  writeFileSync(path, content);
  return path;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function recordsOf(text: string, delimiter = ','): Promise<CsvRecord[]> {
  async function* lines(): AsyncGenerator<Line> {
    for (const [index, line] of text.split('\n').entries()) yield { number: index + 1, text: line };
  }
  return all(readRecords(lines(), delimiter));
}

const read = async (content: string | Uint8Array) => {
  const csv = await openCsv(fileOf(content), () => {});
  return { encoding: csv.encoding, delimiter: csv.delimiter, headers: csv.headers, records: await all(csv.records) };
};

describe('openCsv', () => {
  const text = 'email,name\nana@b.example,Niño “x” €\n';
  const expected = { headers: ['email', 'name'], records: [{ line: 2, cells: ['ana@b.example', 'Niño “x” €'] }] };
  const utf16be = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 (little-endian)', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 (big-endian)', utf16be],
    [
      'Windows-1252, since it is not valid UTF-8',
      Buffer.from(text.replace('“', '\u0093').replace('”', '\u0094').replace('€', '\u0080'), 'latin1'),
    ],
  ])('reads %s', async (encoding, content) => {
    expect(await read(content)).toMatchObject({ encoding, ...expected });
  });

  it.each([
    [',', 'email,name\na@b.example,"x,y;z"'],
    [';', 'email;name\na@b.example;x,y'],
    ['\t', 'email\tname, first\na@b.example\tx'],
    ['|', 'email|"a;b;c"\na@b.example|x'],
    [';', 'sep=;\nemail;name,x,y\na@b.example;x'],
  ])('finds the delimiter %j', async (delimiter, content) => {
    const csv = await read(content);
    expect(csv.delimiter).toBe(delimiter);
    expect(csv.headers).toHaveLength(2);
    expect(csv.records).toHaveLength(1);
  });

  it('refuses an empty file and a spreadsheet, and says what to do', async () => {
    await expect(read('')).rejects.toThrow(new TextFileError('The file is empty.'));
    await expect(read('\n\n')).rejects.toThrow(TextFileError);
    await expect(read(Buffer.from('PK\u0003\u0004...'))).rejects.toThrow(/Save it as CSV/);
  });
});

describe('readLines', () => {
  it('numbers lines alike however they end, also when a chunk ends between \\r and \\n', async () => {
    // createReadStream reads 65,536 bytes at a time.
    const long = 'x'.repeat(65_535);
    for (const end of ['\n', '\r\n', '\r']) {
      const path = fileOf(`${long}${end}b${end}${end}é${end}`);
      const lines = await all(readLines(path, await detectEncoding(path)));
      expect(lines.map(({ number, text }) => [number, text.slice(0, 2)])).toEqual([
        [1, 'xx'],
        [2, 'b'],
        [3, ''],
        [4, 'é'],
      ]);
    }
  });

  it('stops at a line of more than a million characters instead of filling the memory', async () => {
    const path = fileOf(`a\n${'x'.repeat(1_200_000)}`);
    await expect(all(readLines(path, await detectEncoding(path)))).rejects.toThrow('Line 2 has no end');
  });

  it('keeps a character whole that two chunks share', async () => {
    const path = fileOf(`${'x'.repeat(65_535)}€`);
    const [line] = await all(readLines(path, await detectEncoding(path)));
    expect(line?.text.slice(-1)).toBe('€');
  });
});

describe('readRecords', () => {
  it('gives each record the number of the line it begins on, across quoted line breaks and empty lines', async () => {
    expect(await recordsOf('1,"a\nb\n\nc"\n\n2,"d ""e"",\nf"\n3,g')).toEqual([
      { line: 1, cells: ['1', 'a\nb\n\nc'] },
      { line: 6, cells: ['2', 'd "e",\nf'] },
      { line: 8, cells: ['3', 'g'] },
    ]);
  });

  it('takes stray quotes in a cell without quotes for text', async () => {
    expect(await recordsOf('1,5" pipe\n=HYPERLINK("x"),"two\nlines"')).toEqual([
      { line: 1, cells: ['1', '5" pipe'] },
      { line: 2, cells: ['=HYPERLINK("x")', 'two\nlines'] },
    ]);
  });

  it('loses only the line whose quote is never closed', async () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `${index},x`);
    lines[500] = '500,"open';
    const records = await recordsOf(lines.join('\n'));
    expect(records).toHaveLength(2_000);
    expect(records.filter((record) => 'problem' in record)).toMatchObject([{ line: 501, text: '500,"open' }]);
    expect(records[1_999]).toEqual({ line: 2_000, cells: ['1999', 'x'] });
  });

  it('does not make one record of two lines that both lack their closing quote', async () => {
    const records = await recordsOf('1,"a\n2,"b\n3,c');
    expect(records.map((record) => ['cells' in record, record.line])).toEqual([
      [false, 1],
      [false, 2],
      [true, 3],
    ]);
  });

  it('looks no further than the line that shows that a quote is in the wrong place', async () => {
    let pulled = 0;
    async function* lines(): AsyncGenerator<Line> {
      while (pulled < 1_000) yield { number: ++pulled, text: `${pulled},"x` };
    }
    await readRecords(lines(), ',').next();
    expect(pulled).toBe(2);
  });

  it('returns every cell as it was written, and no line twice or never', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', '=', 'é') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constant('k'), cell, cell), { minLength: 1 }), async (rows) => {
        const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\n');
        let line = 1;
        const expected = rows.map((cells) => {
          const record = { line, cells };
          line += cells.join('').split('\n').length;
          return record;
        });
        expect(await recordsOf(text)).toEqual(expected);
      }),
    );
  });
});

describe('guessDelimiter', () => {
  it('does not count what stands in quotes', () => {
    expect(guessDelimiter('"a,b,c,d";e')).toBe(';');
    expect(guessDelimiter('email')).toBe(',');
  });
});

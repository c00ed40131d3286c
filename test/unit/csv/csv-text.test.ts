/** CSV that no spreadsheet runs, and that comes back as it was. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapColumns } from '../../../src/domain/csv/column-mapping.ts';
import { csvRows, unguardCell } from '../../../src/domain/csv/csv-text.ts';
import { exportHeader, leadToLine } from '../../../src/domain/csv/lead-to-line.ts';
import { lineToLead } from '../../../src/domain/csv/line-to-lead.ts';
import { parseLeadInput } from '../../../src/domain/lead-input.ts';
import { FULL_ATTRIBUTES, NOW, testLead } from '../../helpers/leads.ts';

/** Text that is made to break out of a cell or to be run. */
const piece = fc.oneof(
  fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    '\t',
    '\r',
    '\n',
    '\0',
    "'",
    '"',
    ',',
    ';',
    ' ',
    '＝',
    '＋',
    '－',
    '＠',
    '\r\n',
    '\u00a0',
  ),
  fc.constantFrom('=HYPERLINK("http://evil.example","x")', "=cmd|' /C calc'!A0", '+34 911', '-5', '-5.25', '@SUM(A1)'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const hostileCell = fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const TRIGGER = /^[\s\0]*[=+\-@\t\r\0＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

const readBack = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' });

describe('cells of CSV', () => {
  it('never begin with what a spreadsheet runs, in 5,000 that try, and come back as they were', () => {
    fc.assert(
      fc.property(fc.array(hostileCell, { minLength: 2, maxLength: 2 }), (cells) => {
        const [read = []] = readBack(csvRows([cells]));
        expect(read.filter((cell) => TRIGGER.test(cell) && !NUMBER.test(cell))).toEqual([]);
        expect(read.map(unguardCell)).toEqual(cells);
      }),
      { numRuns: 2_500 },
    );
  });

  it('leave numbers below nothing to be added up', () => {
    expect(csvRows([['-5', '-5.25', '-5-3']])).toBe("-5,-5.25,'-5-3\r\n");
  });
});

describe('an export', () => {
  it('is understood by an import without a word: every field comes back, and what became of the lead is left alone', () => {
    const lead = testLead({
      status: 'won',
      owner: 'ana',
      stage: 'won',
      amount: 500,
      attributes: {
        ...FULL_ATTRIBUTES,
        message: '=1+1\n"quoted", and more',
        custom: { boiler: '-copper', batch: 4471 },
      },
    });
    const keys = ['batch', 'boiler'];
    const [header = [], line = []] = readBack(csvRows([exportHeader(keys), leadToLine(lead, keys)]));
    const mapping = mapColumns(header);
    if (!mapping.ok) throw new Error(mapping.problems.join());
    expect(mapping.columns.filter(({ certainty }) => certainty !== 'sure')).toEqual([]);
    const reading = lineToLead(line, mapping.columns, { source: 'csv', dateOrder: null });
    const parsed = reading.ok ? parseLeadInput(reading.lead) : null;
    expect(parsed).toEqual({ ok: true, attributes: lead.attributes, receivedAt: NOW });
  });
});

import { describe, expect, it } from 'vitest';
import { mapColumns } from '../../../src/domain/csv/column-mapping.ts';
import { readDate } from '../../../src/domain/csv/date.ts';
import { lineToLead } from '../../../src/domain/csv/line-to-lead.ts';
import { parseLeadInput } from '../../../src/domain/lead-input.ts';

describe('readDate', () => {
  it.each([
    ['2016-10-20', '2016-10-20'],
    ['2016/1/5', '2016-01-05'],
    ['20/10/2016', '2016-10-20'],
    ['10/20/2016', '2016-10-20'],
    ['05/05/2016', '2016-05-05'],
    ['5.6.2016', '2016-06-05'],
    ['20 Oct 2016', '2016-10-20'],
    ['20-Sept-2016', '2016-09-20'],
    ['October 20th, 2016', '2016-10-20'],
    ['2016-10-20T10:15:30Z', '2016-10-20T10:15:30Z'],
    ['2016-10-20T10:15:30.123+02:00', '2016-10-20T08:15:30Z'],
    ['2016-10-20 10:15', '2016-10-20T10:15:00Z'],
    ['2016-10-20 10:15:30+0200', '2016-10-20T08:15:30Z'],
    ['2016-10-20 10:15:30+02', '2016-10-20T08:15:30Z'],
    ['10/20/2016 3:12 PM', '2016-10-20T15:12:00Z'],
    ['10/20/2016, 12:05 am', '2016-10-20T00:05:00Z'],
    ['Oct 20, 2016 at 3:12 pm', '2016-10-20T15:12:00Z'],
    ['29/02/2016', '2016-02-29'],
  ])('reads %s as %s', (text, iso) => {
    expect(readDate(text, null)).toEqual({ ok: true, iso });
  });

  it('reads 05/06/2016 only when told which comes first', () => {
    expect(readDate('05/06/2016', 'day-first')).toEqual({ ok: true, iso: '2016-06-05' });
    expect(readDate('05/06/2016', 'month-first')).toEqual({ ok: true, iso: '2016-05-06' });
    expect(readDate('05/06/2016 10:00', null)).toMatchObject({
      ok: false,
      message: expect.stringContaining('--date-order'),
    });
  });

  it.each(['', 'soon', '2016', '30/02/2016', '29/02/2015', '2016-13-01', '00/00/2016', '10/20/16', '20 Marble 2016'])(
    'refuses the date %j',
    (text) => {
      expect(readDate(text, 'day-first')).toMatchObject({ ok: false, message: expect.stringContaining('2026-03-01') });
    },
  );

  it.each([
    '2016-10-20 25:00',
    '2016-10-20 10:61',
    '2016-10-20 13:00 pm',
    '2016-10-20 10:00 Mars',
    '2016-10-20T10:00+99:00',
  ])('refuses the time %j', (text) => {
    expect(readDate(text, null)).toMatchObject({ ok: false });
  });
});

describe('lineToLead', () => {
  const headers = ['Email', 'Phone', 'Notes', 'Seats', 'Code', 'Lead Source', 'Created at'];
  const mapping = mapColumns(headers);
  const columns = mapping.ok ? mapping.columns : [];
  const options = { source: 'csv', dateOrder: null } as const;
  const leadOf = (...cells: string[]) => lineToLead(cells, columns, options);

  it('takes formulas for text and lets a phone number with a plus through', () => {
    const reading = leadOf('a@b.example', '+34 911 234 567', '=HYPERLINK("http://x.example","click")', '-', '@SUM(1)');
    expect(reading).toEqual({
      ok: true,
      lead: {
        email: 'a@b.example',
        phone: '+34 911 234 567',
        message: '=HYPERLINK("http://x.example","click")',
        source: 'csv',
        custom: { seats: '-', code: '@SUM(1)' },
      },
    });
    const parsed = reading.ok ? parseLeadInput(reading.lead) : null;
    expect(parsed).toMatchObject({ ok: true, attributes: { phone: '+34911234567' } });
  });

  it('takes off the apostrophe that exporters put before what looks like a formula, and no other', () => {
    expect(leadOf("'+34911234567", "'=1+1", "'s morgens")).toMatchObject({
      lead: { email: '+34911234567', phone: '=1+1', message: "'s morgens" },
    });
  });

  it('makes numbers of own columns that are written like numbers, and leaves codes alone', () => {
    const custom = (cell: string) => leadOf('', '', '', cell);
    expect(custom('718.62')).toMatchObject({ lead: { custom: { seats: 718.62 } } });
    for (const code of ['007', '1,200', '12345678901234567890', '1e5', '5 ']) {
      expect(custom(code)).toMatchObject({ lead: { custom: { seats: code } } });
    }
  });

  it('leaves empty cells out, and takes the source of the line over the one of the import', () => {
    expect(leadOf('a@b.example', ' ', '', '', '', 'webinar')).toEqual({
      ok: true,
      lead: { email: 'a@b.example', source: 'webinar' },
    });
  });

  it('names the field of a date that cannot be read, not the date', () => {
    const reading = leadOf('a@b.example', '', '', '', '', '', '05/06/2016');
    expect(reading).toMatchObject({ ok: false, problems: [{ field: 'receivedAt' }] });
    expect(JSON.stringify(reading)).not.toContain('05/06/2016');
  });
});

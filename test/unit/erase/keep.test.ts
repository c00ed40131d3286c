import { describe, expect, it } from 'vitest';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';
import { readPerson } from '../../../src/domain/erase/read-query.ts';
import { fileWith } from '../routing/routing-files.ts';

const DAY = 86_400_000;
const parse = (keep: string) => parseRoutingFile(`${fileWith({})}\nkeep: ${keep}\n`);

describe('keep', () => {
  it('is days and years of 365 days, by state', () => {
    const parsed = parse('{ disqualified: 90d, lost: 2y, won: 1825d, merged: 1d, review: 30d }');
    expect(parsed.ok && parsed.ruleset.keep).toEqual({
      disqualified: 90 * DAY,
      lost: 730 * DAY,
      won: 1_825 * DAY,
      merged: DAY,
      review: 30 * DAY,
    });
  });

  it('keeps everything where it is left out', () => {
    const parsed = parseRoutingFile(fileWith({}));
    expect(parsed.ok && parsed.ruleset.keep).toBeUndefined();
  });

  it.each([
    ['{ lost: 90 }', 'keep.lost', 'must be a number of days or years, such as 90d or 2y'],
    ['{ lost: 0d }', 'keep.lost', 'must be a number of days or years'],
    ['{ lost: 3h }', 'keep.lost', 'must be a number of days or years'],
    ['{ owned: 90d }', 'keep.owned', 'there is no key'],
    ['{}', 'keep', 'says nothing'],
  ])('%s is refused where it stands', (keep, path, message) => {
    const parsed = parse(keep);
    if (parsed.ok) throw new Error('accepted');
    expect(parsed.problems).toEqual([
      expect.objectContaining({ path: expect.stringContaining(path), message: expect.stringContaining(message) }),
    ]);
    expect(parsed.problems[0]?.line).toBeGreaterThan(5);
  });
});

describe('a person', () => {
  it.each([
    ['Lena Birch <Lena@Birch.example>', { email: 'lena@birch.example' }],
    ['+34 911 234 567', { phone: '+34911234567' }],
    ['0034911234567', { phone: '+34911234567' }],
    ['01985C2E-5d0a-7cc3-9a57-3f5b1c9e4a10', { leadId: '01985c2e-5d0a-7cc3-9a57-3f5b1c9e4a10' }],
  ])('is read from %s', (text, query) => {
    expect(readPerson(text)).toEqual({ ok: true, query });
  });

  it.each(['', 'lena', '911 234 567', '0000', 'lena@', '+', '%'])('is not read from "%s"', (text) => {
    expect(readPerson(text)).toMatchObject({ ok: false });
  });
});

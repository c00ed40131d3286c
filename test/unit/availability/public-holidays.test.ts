import { describe, expect, it } from 'vitest';
import { dateOf } from '../../../src/domain/availability/local-time.ts';
import { holidayRegions, publicHolidays } from '../../../src/domain/availability/public-holidays.ts';

function on(place: string, date: string): string | null | undefined {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return publicHolidays(place)?.on(dateOf(year, month, day));
}

describe('public holidays', () => {
  it.each([
    ['ES', '2026-12-25', 'Christmas Day'],
    ['ES', '2026-12-24', null],
    ['ES-MD', '2026-05-02', 'Día de la Comunidad de Madrid'],
    ['ES-CT', '2026-05-02', null],
    ['es-md', '2026-05-02', 'Día de la Comunidad de Madrid'],
    ['GB-SCT', '2026-11-30', 'St Andrew’s Day'],
    ['GB-ENG', '2026-11-30', null],
    ['US', '2026-11-26', 'Thanksgiving Day'],
    ['US-CA', '2026-03-31', 'César Chávez Day'],
    ['DE-BY-A', '2026-08-08', 'Augsburg Peace Festival'],
    ['DE-BY', '2026-08-08', null],
  ])('%s on %s: %s', (place, date, name) => {
    expect(on(place, date)).toBe(name);
  });

  it('a weekend’s holiday is made up for on Monday: 28 December 2026 in England', () => {
    expect(on('GB-ENG', '2026-12-28')).toBe('Boxing Day (substitute day)');
  });

  it('a feast of several days takes all of them and no half day after: 20, 21 and 22 March 2026 in Türkiye', () => {
    const days = ['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22', '2026-03-23'].map(
      (date) => on('TR', date) !== null,
    );
    expect(days).toEqual([false, true, true, true, false]);
  });

  it('a feast goes on into the next year: from 31 December 2006 to 3 January 2007 in Türkiye', () => {
    expect(on('TR', '2007-01-03')).toBe('Feast of the Sacrifice (Eid al-Adha)');
  });

  it('a half day is a working day: 24 December in Iceland', () => {
    expect(on('IS', '2026-12-24')).toBeNull();
    expect(on('IS', '2026-12-25')).not.toBeNull();
  });

  it('a holiday on the day of a change of summer time is one day: Easter Sunday, 28 March 2027, in Switzerland', () => {
    expect(on('CH', '2027-03-28')).not.toBeNull();
    expect(on('AU', '2026-04-06')).toBe('Easter Monday');
  });

  it.each(['XX', 'ES-XX', 'DE-BY-XX', 'DE-BY-A-B', '', 'constructor', 'ES-constructor', 'PT-11'])(
    '%j is no place',
    (place) => {
      expect(publicHolidays(place)).toBeNull();
    },
  );

  it('names the 19 regions of Spain, and none where a country has none', () => {
    expect(holidayRegions('ES')).toHaveLength(19);
    expect(holidayRegions('es')).toContain('ES-MD');
    expect(holidayRegions('PT')).toEqual([]);
    expect(holidayRegions('XX')).toEqual([]);
  });
});

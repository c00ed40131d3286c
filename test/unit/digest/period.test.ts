/** Which time a digest is about, in zones that change their clocks. */
import { describe, expect, it } from 'vitest';
import { periodBefore, periodUntil } from '../../../src/domain/digest/period.ts';

const iso = (dates: Date[]) => dates.map((date) => date.toISOString());

describe('periodBefore', () => {
  it('is the last whole day of the reader, of 23 hours when summer time begins', () => {
    const day = periodBefore('day', new Date('2026-03-30T06:00:00Z'), 'Europe/Madrid');
    expect(iso([day.from, day.to])).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
    expect(day.title).toBe('Sunday, 29 March');
  });

  it('is the last week from Monday to Sunday, with a bucket for each of its 7 days', () => {
    const week = periodBefore('week', new Date('2026-11-02T08:00:00Z'), 'America/New_York');
    expect(iso([week.before.from, week.from, week.to])).toEqual([
      '2026-10-19T04:00:00.000Z',
      '2026-10-26T04:00:00.000Z',
      '2026-11-02T05:00:00.000Z',
    ]);
    expect(week.title).toBe('26 October – 1 November');
    expect(week.buckets.map(({ label }) => label)).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
  });

  it('is the same week on any day and hour at which it is caught up with', () => {
    const [monday, sunday] = ['2026-03-09T07:00:00Z', '2026-03-15T22:59:00Z'].map((at) =>
      periodBefore('week', new Date(at), 'Europe/Madrid'),
    );
    expect(sunday).toEqual(monday);
  });

  it('is the last month, in buckets of 7 days', () => {
    const month = periodBefore('month', new Date('2026-03-01T08:00:00Z'), 'Asia/Kathmandu');
    expect(month.title).toBe('February 2026');
    expect(iso([month.before.from, month.from, month.to])).toEqual([
      '2025-12-31T18:15:00.000Z',
      '2026-01-31T18:15:00.000Z',
      '2026-02-28T18:15:00.000Z',
    ]);
    expect(month.buckets.map(({ label }) => label)).toEqual(['1 Feb', '8 Feb', '15 Feb', '22 Feb']);
  });
});

describe('periodUntil', () => {
  it('goes back 7 days with today, and compares with 7 days until the same time of day', () => {
    const week = periodUntil('week', new Date('2026-03-04T12:30:00Z'), 'Europe/London');
    expect(iso([week.before.from, week.before.to, week.from, week.to])).toEqual([
      '2026-02-19T00:00:00.000Z',
      '2026-02-25T12:30:00.000Z',
      '2026-02-26T00:00:00.000Z',
      '2026-03-04T12:30:00.000Z',
    ]);
    expect(week.buckets).toHaveLength(7);
  });

  it('of today has no bucket that has not begun', () => {
    const day = periodUntil('day', new Date('2026-03-04T05:10:00Z'), 'UTC');
    expect(day.buckets.map(({ label }) => label)).toEqual(['00h', '02h', '04h']);
    expect(day.title).toBe('Today so far');
  });
});

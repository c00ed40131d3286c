import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Alarm, type AlarmState, OVER_AFTER_MS, stepAlarms } from '../../../src/domain/alarms/alarm.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-06-01T09:00:00Z');

const alarm = (given: Partial<Alarm> = {}): Alarm => ({
  key: 'backlog:iberia',
  title: 'Leads pile up in iberia',
  lines: ['40 leads wait.'],
  holdMs: 5 * MINUTE_MS,
  ...given,
});

/** Looks each minute. @param seen for each minute: what is seen in it @returns what was told, with its minute */
function look(seen: readonly Alarm[][], clock = (minute: number) => START + minute * MINUTE_MS): string[] {
  let known: AlarmState[] = [];
  const told: string[] = [];
  for (const [minute, alarms] of seen.entries()) {
    const { raise, over, kept, forgotten } = stepAlarms(known, alarms, new Date(clock(minute)));
    told.push(...raise.map(({ key }) => `${minute} raised ${key}`), ...over.map(({ key }) => `${minute} over ${key}`));
    expect(kept.filter(({ key }) => forgotten.includes(key))).toEqual([]);
    known = kept;
  }
  return told;
}

const minutes = (count: number, alarms: Alarm[]): Alarm[][] => Array.from({ length: count }, () => alarms);

describe('stepAlarms', () => {
  it('tells of what is there for long enough once, and once when it has been over for 5 minutes', () => {
    expect(look([...minutes(20, [alarm()]), ...minutes(20, [])])).toEqual([
      '5 raised backlog:iberia',
      '25 over backlog:iberia',
    ]);
  });

  it('tells of nothing that passes by itself', () => {
    expect(look([...minutes(5, [alarm()]), ...minutes(20, [])])).toEqual([]);
  });

  it('tells at once of what is known for certain', () => {
    expect(look(minutes(3, [alarm({ holdMs: 0 })]))).toEqual(['0 raised backlog:iberia']);
  });

  it('tells of something that comes and goes each 4 minutes as of one thing', () => {
    const flapping = [
      ...minutes(6, [alarm()]),
      ...minutes(4, []),
      ...minutes(4, [alarm()]),
      ...minutes(4, []),
      ...minutes(2, [alarm()]),
    ];
    expect(look([...flapping, ...minutes(10, [])])).toEqual(['5 raised backlog:iberia', '25 over backlog:iberia']);
  });

  it('tells again of what comes back after it was over', () => {
    const again = [...minutes(6, [alarm()]), ...minutes(6, []), ...minutes(6, [alarm()])];
    expect(look(again)).toEqual(['5 raised backlog:iberia', '11 over backlog:iberia', '17 raised backlog:iberia']);
  });

  it('keeps several apart', () => {
    const other = alarm({ key: 'quiet:webinar', holdMs: 0 });
    expect(look([[other], [other, alarm()], ...minutes(10, [alarm()])])).toEqual([
      '0 raised quiet:webinar',
      '6 raised backlog:iberia',
      '7 over quiet:webinar',
    ]);
  });

  it('tells once, and soon, though the clock jumps 2 h back or ahead meanwhile', () => {
    const back = (minute: number) => START + (minute < 3 ? minute : minute - 120) * MINUTE_MS;
    expect(look([...minutes(20, [alarm()]), ...minutes(10, [])], back)).toEqual([
      '8 raised backlog:iberia',
      '25 over backlog:iberia',
    ]);
    const backAfterwards = (minute: number) => START + (minute < 10 ? minute : minute - 120) * MINUTE_MS;
    expect(look([...minutes(20, [alarm()]), ...minutes(10, [])], backAfterwards)).toEqual([
      '5 raised backlog:iberia',
      '25 over backlog:iberia',
    ]);
    const backWhileGone = (minute: number) => START + (minute < 22 ? minute : minute - 120) * MINUTE_MS;
    expect(look([...minutes(20, [alarm()]), ...minutes(10, [])], backWhileGone)).toEqual([
      '5 raised backlog:iberia',
      '27 over backlog:iberia',
    ]);
  });

  it('says raised and over in turn, whatever is seen when', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (seen) => {
        const told = look(seen.map((isSeen) => (isSeen ? [alarm()] : []))).map((line) => line.split(' ')[1]);
        expect(told).toEqual(told.map((_, index) => (index % 2 === 0 ? 'raised' : 'over')));
      }),
    );
    expect(OVER_AFTER_MS).toBe(5 * MINUTE_MS);
  });
});

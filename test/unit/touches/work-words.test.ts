import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workCalendar } from '../../../src/domain/availability/work-calendar.ts';
import { parseSnooze } from '../../../src/domain/snooze-words.ts';
import { LOST_REASONS } from '../../../src/domain/stages.ts';
import { readLeadId, readReason, readTouch, readWon } from '../../../src/domain/work-words.ts';

const ID = '0198c1d2-7a3b-7c4d-8e5f-0123456789ab';

describe('the id of a lead', () => {
  it.each([
    [ID, ID, ''],
    [`Lead ${ID.toUpperCase()}  12k`, ID, '12k'],
    ['0198c1d2 left a message', '0198c1d2', 'left a message'],
    ['0198c1d2-7a call', '0198c1d2-7a', 'call'],
    ['01985123 call', '01985123', 'call'],
  ])('is read from "%s"', (text, leadId, rest) => expect(readLeadId(text)).toEqual({ leadId, rest }));

  it.each(['12500000 signed', 'call', '0198c1d', '', '<@U1> 0198c1d2', 'lead', '12500000'])('is not in "%s"', (text) =>
    expect(readLeadId(text)).toEqual({ leadId: null, rest: text }),
  );
});

describe('a contact', () => {
  it.each([
    ['call', 'call', ''],
    ['Called: left a message', 'call', 'left a message'],
    ['e-mail sent the deck', 'email', 'sent the deck'],
    ['met at the fair', 'meeting', 'at the fair'],
    ['they moved', 'other', 'they moved'],
    ['', 'other', ''],
    ['constructor of bridges', 'other', 'constructor of bridges'],
  ])('typed as "%s"', (text, how, note) => expect(readTouch(text)).toEqual({ how, note }));
});

describe('a reason', () => {
  it.each([
    ['price', 'price', ''],
    ['Too expensive', 'price', ''],
    ['competitor: they took Acme', 'competitor', 'they took Acme'],
    ['their boss said no', 'other', 'their boss said no'],
  ])('typed as "%s"', (text, reason, note) => expect(readReason(text, LOST_REASONS)).toEqual({ reason, note }));
});

describe('what a lead brings', () => {
  it.each([
    ['12.5k€ signed today', '12.5k€', 'signed today'],
    ['1 200 EUR for a year', '1 200 EUR', 'for a year'],
    ['EUR 1 200 000', 'EUR 1 200 000', ''],
    ['after the third call', '', 'after the third call'],
    ['', '', ''],
    // To be refused rather than kept as a note.
    ['$5k signed', '$5k', 'signed'],
    ['USD 5k signed', 'USD 5k', 'signed'],
    ['-5 hm', '-5', 'hm'],
    ['1e99', '1e99', ''],
  ])('typed as "%s"', (text, amount, note) => expect(readWon(text, 'EUR')).toEqual({ amount, note }));
});

describe('a snooze', () => {
  const context = {
    now: new Date('2026-03-02T09:00:00Z'),
    calendar: workCalendar({ timezone: 'Europe/Madrid' }),
    command: '/lead snooze',
  };

  it.each([
    ['1h', '2026-03-02T10:00:00Z'],
    ['for 2 hours', '2026-03-02T11:00:00Z'],
    ['an hour', '2026-03-02T10:00:00Z'],
    ['tomorrow', '2026-03-03T08:00:00Z'],
    ['until tomorrow', '2026-03-03T08:00:00Z'],
    ['until 14:00', '2026-03-02T13:00:00Z'],
    ['2pm', '2026-03-02T13:00:00Z'],
    ['until friday 14:00', '2026-03-06T13:00:00Z'],
    ['24 march 9:00', '2026-03-24T08:00:00Z'],
    ['3 days', '2026-03-05T09:00:00Z'],
  ])('"%s" ends %s', (text, until) =>
    expect(parseSnooze(text, context)).toEqual({ kind: 'snooze', until: new Date(until) }),
  );

  it.each(['', 'later', 'until', 'for ever', '3 parsecs'])('"%s" gets an example', (text) =>
    expect(parseSnooze(text, context)).toEqual({
      kind: 'problem',
      hint: 'Say for how long, or until when: `/lead snooze 1h`, `/lead snooze tomorrow`, `/lead snooze until friday 14:00`.',
    }),
  );
});

it('reads every text without failing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      readLeadId(text);
      readTouch(text);
      readWon(text, 'EUR');
      expect(readReason(text, LOST_REASONS).reason).not.toBe('');
    }),
  );
});

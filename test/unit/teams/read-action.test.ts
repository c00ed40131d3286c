import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAction } from '../../../src/chat/teams/read-action.ts';
import { DELIVERY } from '../../helpers/cards.ts';

const execute = (data: unknown) => ({ action: { type: 'Action.Execute', verb: 'any', data }, trigger: 'manual' });
const click = { action: 'claim', delivery: DELIVERY };
const NOTHING_FILLED = { choice: null, values: {} };

/** A button's own data with what was filled in around it: as an invoke brings it, and as a message. */
const BOTH: [string, (data: object) => unknown][] = [
  ['Action.Execute', execute],
  ['Action.Submit', (data) => data],
];

describe.each(BOTH)('a click through %s', (_, sent) => {
  it('is the action and the delivery', () => {
    expect(readAction(sent(click))).toEqual({ action: 'claim', delivery: DELIVERY, ...NOTHING_FILLED });
  });

  it('brings the choice of a menu', () => {
    const data = { action: 'send-to-pool', delivery: DELIVERY, 'send-to-pool.choice': 'world' };
    expect(readAction(sent(data))).toMatchObject({ action: 'send-to-pool', choice: 'world' });
  });

  it('brings a moment as one, and half of one as none that can be read', () => {
    const data = { action: 'snooze', delivery: DELIVERY, 'snooze.until': 'pick', 'snooze.at.date': '2026-03-03' };
    expect(readAction(sent({ ...data, 'snooze.at.time': '09:30' }))?.values.at).toBe('2026-03-03T09:30');
    expect(readAction(sent(data))?.values).toEqual({ until: 'pick', at: '2026-03-03T' });
  });

  it('brings reason and note of its own form, and of no other', () => {
    const data = {
      action: 'release',
      delivery: DELIVERY,
      'release.reason': 'other',
      'release.note': '  They moved. ',
      'decline.reason': 'no-time',
    };
    expect(readAction(sent(data))).toMatchObject({
      action: 'release',
      values: { reason: 'other', note: 'They moved.' },
      choice: null,
    });
  });

  it('takes an input that was left alone, or is no text, for empty', () => {
    const data = { action: 'decline', delivery: DELIVERY, 'decline.reason': 7, 'decline.note': ' \n' };
    expect(readAction(sent(data))).toMatchObject(NOTHING_FILLED);
  });

  it('is none of ours without a known action and a delivery that fits a card', () => {
    for (const data of [
      { delivery: DELIVERY },
      { ...click, action: 'fire' },
      { ...click, action: 'constructor' },
      { action: 'claim' },
      { ...click, delivery: '' },
      { ...click, delivery: 'd'.repeat(65) },
      { ...click, delivery: 1 },
    ]) {
      expect(readAction(sent(data))).toBeNull();
    }
  });
});

describe('readAction', () => {
  it('says null for any JSON that no button of ours sends, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => readAction(value) === null && readAction(execute(value)) === null),
    );
    expect([undefined, execute(undefined), { action: { type: 'Action.Submit', data: click } }].map(readAction)).toEqual(
      [null, null, null],
    );
  });
});

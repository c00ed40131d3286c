import { expect, it } from 'vitest';
import { difference, inTime, money, percent, signedLeads } from '../../../src/domain/digest/words.ts';

it.each([
  [0, '0 s'],
  [45_000, '45 s'],
  [59_700, '1 min'],
  [240_000, '4 min'],
  [4_800_000, '1 h 20 min'],
  [7_200_000, '2 h'],
  [93_600_000, '1 d 2 h'],
])('%i ms is %s', (ms, words) => {
  expect(inTime(ms)).toBe(words);
});

it('says differences with a sign, and none as ±0', () => {
  expect([difference(5, 3), difference(3, 1_253), difference(2, 2)]).toEqual(['+2', '−1,250', '±0']);
  expect([signedLeads(1.26), signedLeads(-0.44), signedLeads(-0.04)]).toEqual(['+1.3', '−0.4', '0']);
});

it('says shares in whole per cent, and nothing to share as a dash', () => {
  expect([percent(0.804), percent(null)]).toEqual(['80 %', '–']);
});

it('says money in the currency, whole', () => {
  expect([money(12_500, 'EUR'), money(12_500.4, null)]).toEqual(['€12,500', '12,500']);
});

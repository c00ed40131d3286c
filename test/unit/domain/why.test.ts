import { describe, expect, it } from 'vitest';
import type { Trace } from '../../../src/domain/trace.ts';
import { describeTrace } from '../../../src/domain/trace.ts';
import { explainWhy } from '../../../src/domain/why.ts';

const NAMES: Record<string, string> = { ana: 'Ana Ruiz', bob: 'Bob Okafor', cleo: 'Cleo Brandt' };
const nameOf = (rep: string): string => NAMES[rep] ?? rep;

const RULES: Trace = [
  { step: 'rule', rule: 'Iberia', position: 2, matched: true, because: 'country is ES' },
  { step: 'destination', kind: 'pool', name: 'iberia', because: 'rule 2 says so' },
];
const CHOICE: Trace = [
  {
    step: 'passed-over',
    rep: 'bob',
    code: 'away',
    because: 'they are away until 14:00',
    instead: 'The word "back" ends that.',
  },
  { step: 'chosen', rep: 'ana', owed: 0.8, because: 'the rotation owes them 0.80 leads, and they are due first' },
];
const PASSED_ON: Trace = [
  { step: 'nobody', then: 'fallback', name: 'iberia', because: 'everybody there passed on it twice' },
];

describe('why', () => {
  it('answers the one who was chosen in the first sentence, then says who was passed over, then how it came there', () => {
    expect(explainWhy([...RULES, ...CHOICE], 'ana', nameOf)).toEqual([
      'You were next: the rotation owed you 0.80 leads, and you were due first.',
      'Bob Okafor was passed over: they are away until 14:00. The word "back" ends that.',
      'Rule 2 "Iberia" matched: country is ES.',
      'Goes to the pool "iberia", because rule 2 says so.',
    ]);
  });

  it('tells somebody who was passed over so, as "you"', () => {
    expect(explainWhy(CHOICE, 'bob', nameOf)).toEqual([
      'Ana Ruiz is next: the rotation owes them 0.80 leads, and they are due first.',
      'You were passed over: you were away until 14:00. The word "back" ends that.',
    ]);
  });

  it('tells an admin who is no rep the same about both by name', () => {
    expect(explainWhy(CHOICE, null, nameOf)[1]).toContain('Bob Okafor was passed over: they are away');
  });

  it('puts the last choice before the pools that passed it on', () => {
    expect(explainWhy([...RULES, ...PASSED_ON, ...CHOICE], 'ana', nameOf).map((line) => line.split(':')[0])).toEqual([
      'You were next',
      'Bob Okafor was passed over',
      'Rule 2 "Iberia" matched',
      'Goes to the pool "iberia", because rule 2 says so.',
      'It goes on to the pool iberia, because everybody there passed on it twice.',
    ]);
  });

  it('answers with the pool where nobody was chosen', () => {
    expect(explainWhy(RULES, 'ana', nameOf)[0]).toBe('Goes to the pool "iberia", because rule 2 says so.');
    expect(explainWhy([], 'ana', nameOf)).toEqual([]);
  });
});

describe('a trace in words', () => {
  const steps: Trace = [
    { step: 'destination', kind: 'rep', name: 'cleo', because: 'rule 1 says so' },
    { step: 'nobody', then: 'owner', name: 'cleo', because: 'nobody there is at work' },
    { step: 'nobody', then: 'held', name: '', because: 'nobody can take it now' },
  ];

  it('calls reps by name where names are known, by id else', () => {
    expect(describeTrace(steps, nameOf)).toEqual([
      'Goes to the rep "Cleo Brandt", because rule 1 says so.',
      'It goes to Cleo Brandt, because nobody there is at work.',
      'It waits, because nobody can take it now.',
    ]);
    expect(describeTrace(steps)[1]).toBe('It goes to cleo, because nobody there is at work.');
  });

  it('takes no pool for a rep of the same name', () => {
    const toPool: Trace = [{ step: 'destination', kind: 'pool', name: 'ana', because: 'rule 1 says so' }];
    expect(describeTrace(toPool, nameOf)[0]).toContain('"ana"');
  });
});

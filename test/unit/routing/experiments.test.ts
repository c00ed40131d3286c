/** Experiments in the routing file: what is accepted, what is refused and where, and what routing makes of them. */
import { describe, expect, it } from 'vitest';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';
import { pastExperiments } from '../../../src/config/routing/past-experiments.ts';
import { formatProblems } from '../../../src/config/routing/problem.ts';
import { endingOf, experimentsOf, splitKey } from '../../../src/domain/experiments/experiment.ts';
import { compileRuleset } from '../../../src/domain/rules/route-lead.ts';
import type { Ruleset } from '../../../src/domain/ruleset.ts';
import { describeTrace } from '../../../src/domain/trace.ts';
import { fileWith } from './routing-files.ts';

const ARMS = '[{ arm: claim, pool: iberia }, { arm: rotate, pool: world }]';

/** The small file whose first rule leads there. */
const file = (then: string, name = 'Iberia') =>
  fileWith({
    2: 'admins: [maya@acme.example]\ntimezone: Europe/Madrid',
    10: `  - { name: ${name}, when: { country: ES }, then: ${then} }`,
  });

function rulesetOf(then: string): Ruleset {
  const result = parseRoutingFile(file(then));
  if (!result.ok) throw new Error(formatProblems('file', result.problems));
  return result.ruleset;
}

function problemsOf(text: string): string[] {
  const result = parseRoutingFile(text);
  return result.ok
    ? []
    : result.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

describe('an experiment in the routing file', () => {
  it('is what it says, with what it leaves out', () => {
    expect(rulesetOf(`{ split: ${ARMS}, until: { leads: 2000 } }`).rules[0]?.then).toEqual({
      kind: 'split',
      arms: [
        { name: 'claim', to: { kind: 'pool', pool: 'iberia' }, share: 1 },
        { name: 'rotate', to: { kind: 'pool', pool: 'world' }, share: 1 },
      ],
      until: { leads: 2000 },
      then: 'claim',
      goal: 'won',
    });
    const [full] = experimentsOf(
      rulesetOf(
        '{ split: [{ arm: a, rep: ana, share: 0.5 }, { arm: b, pool: world }], until: { date: 2027-01-31 }, then: b, goal: opportunity }',
      ),
    );
    expect(full).toMatchObject({ name: 'Iberia', split: { then: 'b', goal: 'opportunity' } });
    expect(full?.split.arms[0]).toEqual({ name: 'a', to: { kind: 'rep', rep: 'ana' }, share: 0.5 });
  });

  it('runs to the end of its last day where the company is', () => {
    const [experiment] = experimentsOf(rulesetOf(`{ split: ${ARMS}, until: { date: 2027-01-31 } }`));
    expect(experiment?.endsAt).toEqual(new Date('2027-01-31T23:00:00Z'));
    if (!experiment) throw new Error('no experiment');
    expect(endingOf(experiment, undefined, new Date('2027-01-31T22:59:59Z'))).toBeNull();
    expect(endingOf(experiment, undefined, new Date('2027-01-31T23:00:00Z'))).toEqual({
      because: 'date',
      keeps: 'claim',
    });
  });

  it('is warned of when its last day is over', () => {
    const ruleset = rulesetOf(`{ split: ${ARMS}, until: { date: 2027-01-31 } }`);
    expect(pastExperiments(ruleset, new Date('2027-01-31T12:00:00Z'))).toEqual([]);
    expect(pastExperiments(ruleset, new Date('2027-02-01T12:00:00Z'))).toEqual([
      'rules[0].then.until.date: 2027-01-31 is over, so all leads go to the arm claim',
    ]);
  });

  it('is another one with other arms, destinations or shares, and the same with another end or goal', () => {
    const keyOf = (then: string) => experimentsOf(rulesetOf(then)).map(({ split }) => splitKey(split))[0];
    const key = keyOf(`{ split: ${ARMS}, until: { leads: 2000 } }`);
    expect(keyOf(`{ split: ${ARMS}, until: { date: 2027-01-31 }, then: rotate, goal: opportunity }`)).toBe(key);
    for (const arms of [
      ARMS.replace('rotate', 'turns'),
      ARMS.replace('pool: world', 'rep: ana'),
      ARMS.replace('world }', 'world, share: 2 }'),
    ]) {
      expect(keyOf(`{ split: ${arms}, until: { leads: 2000 } }`)).not.toBe(key);
    }
  });

  const split = 'rules[0].then.split';
  const sevenArms = Array.from({ length: 7 }, (_, index) => `{ arm: a${index}, pool: p${index} }`).join(', ');
  const arms = (from: string, to: string) => `{ split: ${ARMS.replace(from, to)}, until: { leads: 9 } }`;

  it.each<[title: string, then: string, pointsAt: string, problem: string]>([
    [
      'one arm',
      '{ split: [{ arm: a, pool: iberia }], until: { leads: 9 } }',
      '[{ arm',
      `${split}: must have at least two arms, to be compared`,
    ],
    [
      'seven arms',
      `{ split: [${sevenArms}], until: { leads: 9 } }`,
      '[{ arm',
      `${split}: must have at most 6 arms: with more, none gets enough leads`,
    ],
    ['no end', `{ split: ${ARMS} }`, '{ split', 'rules[0].then.until: is missing; for example { leads: 2000 }'],
    ['an empty end', `{ split: ${ARMS}, until: {} }`, '{} }', 'rules[0].then.until: must have date, leads or both'],
    [
      'a day that is not',
      `{ split: ${ARMS}, until: { date: 2027-02-30 } }`,
      '2027-02-30',
      'rules[0].then.until.date: must be a date such as 2027-01-31',
    ],
    ['an arm twice', arms('rotate', 'claim'), 'claim, pool: world', `${split}[1].arm: is the same as that of split[0]`],
    [
      'two arms that lead to the same',
      arms('world', 'iberia'),
      '{ arm: rotate',
      `${split}[1]: leads where split[0] does: there is nothing to compare`,
    ],
    [
      'a pool that is not there',
      arms('world', 'wrld'),
      'wrld',
      `${split}[1].pool: there is no pool "wrld"; did you mean "world"?`,
    ],
    ['a share of nothing', arms('world', 'world, share: 0'), '0 }', `${split}[1].share: must be more than 0`],
    [
      'an arm with two ways',
      arms('world', 'world, rep: ana'),
      '{ arm: rotate',
      `${split}[1]: must have one of pool or rep`,
    ],
    [
      'an arm to keep that is not there',
      `{ split: ${ARMS}, until: { leads: 9 }, then: rotat }`,
      'rotat }',
      'rules[0].then.then: there is no arm "rotat"; did you mean "rotate"?',
    ],
    [
      'a goal without a split',
      '{ pool: iberia, goal: won }',
      '{ pool',
      'rules[0].then: may have until, then, goal only beside split',
    ],
  ])('with %s is refused, at its place', (_, then, pointsAt, problem) => {
    const text = file(then);
    const column = (text.split('\n')[10]?.indexOf(then) ?? 0) + then.indexOf(pointsAt) + 1;
    expect(problemsOf(text)).toContain(`11:${column} ${problem}`);
  });

  it('needs a name of its own', () => {
    expect(problemsOf(file(`{ split: ${ARMS}, until: { leads: 9 } }`, 'Everyone else'))).toEqual([
      '11:13 rules[0].name: is the same as that of rules[1]: an experiment needs a name of its own',
    ]);
  });
});

describe('routing a lead of an experiment', () => {
  const ruleset = { ...rulesetOf(`{ split: ${ARMS}, until: { leads: 2000 }, then: rotate }`), version: 1 };
  const router = compileRuleset(ruleset);
  const now = new Date('2026-03-02T09:00:00Z');
  const run = { leads: 0, endedAt: null, winner: null };
  const route = (attributes: object, leadId = 'x', known: object = {}) =>
    router.route(
      { country: 'ES', custom: {}, ...attributes },
      { draw: { leadId, now, runs: new Map([['Iberia', { ...run, ...known }]]) } },
    );

  it('draws by the person, and says so without saying who it is', () => {
    const { trace, arm, rule, to } = route({ email: 'ines@quarry.example' });
    expect([rule, arm, to]).toEqual(['Iberia', 'claim', { kind: 'pool', pool: 'iberia' }]);
    expect(describeTrace(trace)).toEqual([
      'Rule 1 "Iberia" matched: country is ES.',
      'Arm "claim" of the experiment "Iberia": drawn by the person, 1 of 2.',
      'Goes to the pool "iberia", because rule 1 says so.',
    ]);
    for (const leadId of ['a', 'b', 'c', 'd'])
      expect(route({ email: 'ines@quarry.example', phone: '+341' }, leadId).arm).toBe(arm);
  });

  it('draws a lead that does not say who it is by its id', () => {
    const arms = new Set(Array.from({ length: 20 }, (_, index) => route({}, `lead-${index}`).arm));
    expect(arms).toEqual(new Set(['claim', 'rotate']));
    expect(route({}, 'lead-1').arm).toBe(route({}, 'lead-1').arm);
    expect(describeTrace(route({}).trace)[1]).toContain('drawn by the lead, which does not say who it is');
  });

  it.each([
    ['its leads are drawn', { leads: 2000 }, 'rotate', 'the experiment has all its leads'],
    ['an admin has ended it', { endedAt: now, winner: 'claim' }, 'claim', 'the experiment was ended'],
  ])('draws nobody once %s: one arm gets all, and nobody counts', (_, known, keeps, because) => {
    const routed = [1, 2, 3, 4, 5, 6].map((n) => route({ email: `${n}@quarry.example` }, 'x', known));
    expect(new Set(routed.map(({ to }) => JSON.stringify(to))).size).toBe(1);
    expect(routed.every((one) => !('arm' in one))).toBe(true);
    expect(describeTrace(routed[0]?.trace ?? [])[1]).toBe(
      `Arm "${keeps}" of the experiment "Iberia": ${because}, and this arm gets all leads.`,
    );
  });
});

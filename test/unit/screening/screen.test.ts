/** Screening as a pure function: what adds up, where the thresholds lie, who is listed, and what an approval means. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/domain/condition.ts';
import type { LeadAttributes, Screening } from '../../../src/domain/lead.ts';
import { compileRuleset } from '../../../src/domain/rules/route-lead.ts';
import type { Rule } from '../../../src/domain/ruleset.ts';
import type { ScoreRule, ScreeningPlan, Senders } from '../../../src/domain/screening/screening-plan.ts';
import { describeTrace } from '../../../src/domain/trace.ts';
import { testRuleset } from '../../helpers/leads.ts';

const NOBODY: Senders = { emails: [], domains: [], phones: [] };
const THRESHOLDS = { qualified: 20, disqualified: -20 };
const EVERYONE: Rule = { name: 'Everyone', when: null, then: { kind: 'pool', pool: 'world' } };

const over = (employees: number): Condition => ({
  kind: 'test',
  field: 'employees',
  test: { op: 'gt', value: employees },
});
const kind = (value: string): Condition => ({ kind: 'test', field: 'emailKind', test: { op: 'in', values: [value] } });

function plan(by: ScreeningPlan['by'], lists: Partial<Pick<ScreeningPlan, 'allow' | 'block'>> = {}): ScreeningPlan {
  return { by, allow: NOBODY, block: NOBODY, ...lists };
}

function counting(rules: ScoreRule[], thresholds: { qualified: number; disqualified: number | null } = THRESHOLDS) {
  return plan({ kind: 'rules', rules, thresholds });
}

function routerWith(screening?: ScreeningPlan, rules: Rule[] = [EVERYONE]) {
  return compileRuleset({ ...testRuleset({ rules, ...(screening ? { screening } : {}) }), version: 1 });
}

const lead = (attributes: Partial<LeadAttributes> = {}): LeadAttributes => ({ custom: {}, ...attributes });
const APPROVED: Screening = { verdict: 'review', score: 1, reasons: [], approvedBy: 'maya@acme.example' };

const DEMO = counting([
  { name: 'Company over 200 people', when: over(200), points: 20 },
  { name: 'Free-mail address', when: kind('free-mail'), points: -30 },
  { name: 'Company over 5,000 people', when: over(5_000), points: 22 },
]);

describe('screening by rules', () => {
  it('says what counted, with its points, and then the verdict and where the thresholds lie', () => {
    const { trace, to, screening } = routerWith(DEMO).route(lead({ employees: 6_000, email: 'ines@gmail.com' }));
    expect(describeTrace(trace)).toEqual([
      '+20 Company over 200 people.',
      '−30 Free-mail address.',
      '+22 Company over 5,000 people.',
      'Score 12: to review, since it is between −20 and 20.',
    ]);
    expect(to).toEqual({ kind: 'review', reason: 'Score 12: between −20 and 20' });
    expect(screening).toEqual({
      verdict: 'review',
      score: 12,
      reasons: [
        { name: 'Company over 200 people', points: 20 },
        { name: 'Free-mail address', points: -30 },
        { name: 'Company over 5,000 people', points: 22 },
      ],
      approvedBy: null,
    });
  });

  it('lets a qualified lead through to the rules, and tells both', () => {
    const { trace, to, rule } = routerWith(DEMO).route(lead({ employees: 300, email: 'ines@quarry.example' }));
    expect([to, rule]).toEqual([{ kind: 'pool', pool: 'world' }, 'Everyone']);
    expect(describeTrace(trace)).toEqual([
      '+20 Company over 200 people.',
      'Score 20: qualified, since it is 20 or more.',
      'Rule 1 "Everyone" matched: it matches every lead.',
      'Goes to the pool "world", because rule 1 says so.',
    ]);
  });

  it('repeats no value that says who somebody is', () => {
    const { trace } = routerWith(DEMO).route(lead({ email: 'zembra@gmail.com', name: 'Zembra', company: 'Zembra' }));
    expect(JSON.stringify(trace)).not.toMatch(/zembra|gmail/i);
  });

  const scored = fc.array(fc.record({ points: fc.integer({ min: -50, max: 50 }), holds: fc.boolean() }), {
    maxLength: 30,
  });
  const toRules = (parts: readonly { points: number; holds: boolean }[]): ScoreRule[] =>
    parts.map(({ points, holds }, index) => ({ name: `Rule ${index}`, when: over(holds ? 1 : 1_000), points }));

  it('adds up: the score is the sum of the points of the rules that hold, which are the reasons, in the file’s order', () => {
    fc.assert(
      fc.property(scored, (parts) => {
        const { screening } = routerWith(counting(toRules(parts))).route(lead({ employees: 100 }));
        const held = parts.flatMap((part, index) =>
          part.holds ? [{ name: `Rule ${index}`, points: part.points }] : [],
        );
        expect(screening?.reasons).toEqual(held);
        expect(screening?.score).toBe(held.reduce((sum, { points }) => sum + points, 0));
      }),
    );
  });

  it('gives the same score and verdict whatever the order of its rules', () => {
    const shuffled = scored.chain((parts) =>
      fc.tuple(fc.constant(parts), fc.shuffledSubarray(parts, { minLength: parts.length })),
    );
    fc.assert(
      fc.property(shuffled, ([parts, others]) => {
        const [one, other] = [parts, others].map((list) =>
          routerWith(counting(toRules(list))).route(lead({ employees: 100 })),
        );
        expect([other?.screening?.score, other?.screening?.verdict, other?.to]).toEqual([
          one?.screening?.score,
          one?.screening?.verdict,
          one?.to,
        ]);
      }),
    );
  });

  it('qualifies from one threshold on, disqualifies up to the other, and sends what lies between to review', () => {
    const thresholds = fc
      .tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: 1, max: 100 }))
      .map(([disqualified, gap]) => ({ disqualified, qualified: disqualified + gap }));
    fc.assert(
      fc.property(thresholds, fc.integer({ min: -250, max: 250 }), (limits, points) => {
        const rules = points === 0 ? [] : [{ name: 'All', when: over(0), points }];
        const { screening, to } = routerWith(counting(rules, limits)).route(lead({ employees: 1 }));
        const expected =
          points >= limits.qualified ? 'qualified' : points <= limits.disqualified ? 'disqualified' : 'review';
        expect(screening?.verdict).toBe(expected);
        expect(to.kind).toBe({ qualified: 'pool', review: 'review', disqualified: 'disqualify' }[expected]);
      }),
    );
  });

  it.each([
    [20, 'pool'],
    [19, 'review'],
    [-19, 'review'],
    [-20, 'disqualify'],
  ])('with thresholds of 20 and −20, %i points go to %s', (points, destination) => {
    const rules = [{ name: 'All', when: over(0), points }];
    expect(routerWith(counting(rules)).route(lead({ employees: 1 })).to.kind).toBe(destination);
  });

  it('disqualifies nothing by its score where the file has no threshold for that', () => {
    const rules = [{ name: 'All', when: over(0), points: -900 }];
    const { to } = routerWith(counting(rules, { qualified: 20, disqualified: null })).route(lead({ employees: 1 }));
    expect(to).toEqual({ kind: 'review', reason: 'Score −900: below 20' });
  });
});

describe('screening by a score that came with the lead', () => {
  const given = (without: Screening['verdict'] = 'review') =>
    routerWith(plan({ kind: 'score', field: 'custom.score', without, thresholds: THRESHOLDS }));

  it.each([
    [35, 'pool', 'Score 35: qualified, since it is 20 or more.'],
    ['7.5', 'review', 'Score 7.5: to review, since it is between −20 and 20.'],
    [-45, 'disqualify', 'Score −45: disqualified, since it is −20 or less.'],
  ])('takes %s, number or text', (score, destination, words) => {
    const { to, trace } = given().route(lead({ custom: { score } }));
    expect([to.kind, describeTrace(trace)[0]]).toEqual([destination, words]);
  });

  it.each([undefined, null, 'hot', true])('calls %s no score: to review, unless the file says else', (score) => {
    const attributes = lead({ custom: score === undefined ? {} : { score } });
    expect(given().route(attributes).to).toEqual({ kind: 'review', reason: 'It came without a score' });
    expect(given('disqualified').route(attributes).to.kind).toBe('disqualify');
    expect(given('qualified').route(attributes).to.kind).toBe('pool');
  });
});

describe('screening by hand', () => {
  it('sends every lead to review', () => {
    const { to, screening } = routerWith(plan({ kind: 'hand' })).route(lead({ employees: 9_000 }));
    expect(to).toEqual({ kind: 'review', reason: 'Every lead is looked at first' });
    expect(screening).toEqual({ verdict: 'review', score: null, reasons: [], approvedBy: null });
  });
});

describe('lists of senders', () => {
  const rules: ScreeningPlan['by'] = { kind: 'rules', rules: [], thresholds: { qualified: 0, disqualified: null } };
  const blocking = (senders: Partial<Senders>, allow: Partial<Senders> = {}) =>
    routerWith(plan(rules, { block: { ...NOBODY, ...senders }, allow: { ...NOBODY, ...allow } }));

  it.each([
    ['an address', { emails: ['spam@quarry.example'] }, { email: 'spam@quarry.example' }, 'Its e-mail address'],
    [
      'another spelling of it',
      { emails: ['a.spammer@gmail.com'] },
      { email: 'aspammer+x@googlemail.com' },
      'Its e-mail address',
    ],
    ['a number', { phones: ['+34911234567'] }, { phone: '+34911234567' }, 'Its telephone number'],
    ['a domain', { domains: ['quarry.example'] }, { email: 'any@quarry.example' }, 'Its domain'],
    ['what lies below a domain', { domains: ['quarry.example'] }, { email: 'any@mail.quarry.example' }, 'Its domain'],
    [
      'the domain of the website',
      { domains: ['quarry.example'] },
      { email: 'a@gmail.com', domain: 'quarry.example' },
      'Its domain',
    ],
  ])('block %s', (_, senders, attributes, what) => {
    const { to } = blocking(senders).route(lead(attributes));
    expect(to).toEqual({ kind: 'disqualify', reason: `${what} is on the block list` });
  });

  it('block nobody whose name only ends alike', () => {
    const { to } = blocking({ domains: ['quarry.example'] }).route(lead({ email: 'any@stonequarry.example' }));
    expect(to.kind).toBe('pool');
  });

  it('let a listed person in from a blocked domain, and keep a listed person out of an allowed one', () => {
    const friend = blocking({ domains: ['quarry.example'] }, { emails: ['ines@quarry.example'] });
    expect(friend.route(lead({ email: 'ines@quarry.example' })).to.kind).toBe('pool');
    expect(friend.route(lead({ email: 'other@quarry.example' })).to.kind).toBe('disqualify');
    const foe = blocking({ emails: ['spam@quarry.example'] }, { domains: ['quarry.example'] });
    expect(foe.route(lead({ email: 'spam@quarry.example' })).to.kind).toBe('disqualify');
    expect(foe.route(lead({ email: 'ines@quarry.example' })).to.kind).toBe('pool');
  });

  it('name no sender in what they say', () => {
    const { trace, screening } = blocking({ emails: ['zembra@quarry.example'] }).route(
      lead({ email: 'zembra@quarry.example' }),
    );
    expect(JSON.stringify([trace, screening])).not.toMatch(/zembra|quarry/);
  });
});

describe('suspicion', () => {
  it.each([
    ['honeypot', 'A field was filled in that people do not see'],
    ['too-fast', 'The form was sent faster than people fill it in'],
  ])('%s disqualifies, with or without screening in the file', (suspicion, reason) => {
    for (const router of [routerWith(), routerWith(DEMO), routerWith(plan({ kind: 'hand' }))]) {
      expect(router.route(lead({ custom: { suspicion } })).to).toEqual({ kind: 'disqualify', reason });
    }
  });

  it('does not disqualify whom the file allows, nor for words that are none of ours', () => {
    const allow = { ...NOBODY, domains: ['quarry.example'] };
    const attributes = { email: 'ines@quarry.example', custom: { suspicion: 'honeypot' } };
    expect(routerWith(plan({ kind: 'hand' }, { allow })).route(attributes).to.kind).toBe('pool');
    expect(routerWith().route(lead({ custom: { suspicion: 'constructor' } })).to.kind).toBe('pool');
  });
});

describe('a file without screening', () => {
  it('screens nothing and says nothing of it', () => {
    const { screening, trace } = routerWith().route(lead({ employees: 300 }));
    expect(screening).toBeUndefined();
    expect(trace.map(({ step }) => step)).toEqual(['rule', 'destination']);
  });
});

describe('an approved lead', () => {
  const keeping: Rule[] = [
    { name: 'Students', when: over(0), then: { kind: 'disqualify', reason: 'A student' } },
    { name: 'Big deals', when: over(10), then: { kind: 'review', reason: 'Big deal' } },
    EVERYONE,
  ];

  it('passes over screening and the rules that keep leads from sales, and says who approved it', () => {
    const { to, trace, screening } = routerWith(DEMO, keeping).route(lead({ employees: 100 }), { screening: APPROVED });
    expect(to).toEqual({ kind: 'pool', pool: 'world' });
    expect(describeTrace(trace)).toEqual([
      'maya@acme.example approved it, so it is not screened again.',
      'Rule 1 "Students" is passed over: it keeps leads from sales, and this one was approved.',
      'Rule 2 "Big deals" is passed over: it keeps leads from sales, and this one was approved.',
      'Rule 3 "Everyone" matched: it matches every lead.',
      'Goes to the pool "world", because rule 3 says so.',
    ]);
    // What was found before stays as it was.
    expect(screening).toBeUndefined();
  });

  it('never goes back to review or out by screening or by a rule, whatever it says', () => {
    const ways = fc.constantFrom(
      DEMO,
      plan({ kind: 'hand' }),
      plan({ kind: 'hand' }, { block: { ...NOBODY, domains: ['gmail.com'] } }),
    );
    const attributes = fc.record({
      employees: fc.integer({ min: 0, max: 10_000 }),
      email: fc.constantFrom('a@gmail.com', 'b@mailinator.com', 'c@quarry.example'),
      custom: fc.constantFrom({}, { suspicion: 'honeypot' }),
    });
    fc.assert(
      fc.property(ways, attributes, fc.shuffledSubarray(keeping.slice(0, 2)), (way, says, rules) => {
        const { to } = routerWith(way, [...rules, EVERYONE]).route(says, { screening: APPROVED });
        expect(to).toEqual({ kind: 'pool', pool: 'world' });
      }),
    );
  });

  it('goes to review where no rule is left to send it anywhere', () => {
    const { to } = routerWith(DEMO, keeping.slice(0, 2)).route(lead({ employees: 100 }), { screening: APPROVED });
    expect(to).toEqual({ kind: 'review', reason: 'no rule matched' });
  });
});

/** `screening:` in a routing file: what comes of it, and what is refused with line and column. */
import { describe, expect, it } from 'vitest';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';
import { fileWith, fileWithCondition } from './routing-files.ts';

const withScreening = (screening: string) =>
  parseRoutingFile(fileWith({ 2: `admins: [maya@acme.example]\nscreening: ${screening}` }));

function accepted(screening: string) {
  const result = withScreening(screening);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

function problems(screening: string): string[] {
  const result = withScreening(screening);
  return result.ok
    ? []
    : result.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

const RULE = '{ name: Large, when: { employees: { gt: 200 } }, points: 20 }';

describe('screening in a routing file', () => {
  it('by rules: names, conditions, points, thresholds', () => {
    const { ruleset, warnings } = accepted(`{ by: rules, score: [${RULE}], thresholds: { qualified: 20 } }`);
    expect(ruleset.screening?.by).toEqual({
      kind: 'rules',
      rules: [
        { name: 'Large', when: { kind: 'test', field: 'employees', test: { op: 'gt', value: 200 } }, points: 20 },
      ],
      thresholds: { qualified: 20, disqualified: null },
    });
    expect(warnings).toEqual([]);
  });

  it('by a score that comes with the lead: without one to review, unless said otherwise', () => {
    const given = '{ by: score, scoreField: custom.score, thresholds: { qualified: 20, disqualified: -20 }';
    expect(accepted(`${given} }`).ruleset.screening?.by).toEqual({
      kind: 'score',
      field: 'custom.score',
      without: 'review',
      thresholds: { qualified: 20, disqualified: -20 },
    });
    const { by } = accepted(`${given}, withoutScore: qualified }`).ruleset.screening ?? {};
    expect(by).toMatchObject({ without: 'qualified' });
  });

  it('by hand, with senders in the form in which leads have them', () => {
    const lists =
      'block: { emails: [Spam@Quarry.Example], domains: ["@Junk.example", "*.dump.example"], phones: ["+34 911 23 45 67"] }';
    expect(accepted(`{ by: hand, ${lists}, allow: { domains: [friend.example] } }`).ruleset.screening).toEqual({
      by: { kind: 'hand' },
      block: { emails: ['spam@quarry.example'], domains: ['junk.example', 'dump.example'], phones: ['+34911234567'] },
      allow: { emails: [], domains: ['friend.example'], phones: [] },
    });
  });

  it('lets rules ask for the kind of an address, too', () => {
    expect(parseRoutingFile(fileWithCondition('{ emailKind: { in: [free-mail, disposable] } }')).ok).toBe(true);
    expect(parseRoutingFile(fileWithCondition('{ emailKind: freemail }'))).toMatchObject({
      problems: [{ message: 'must be free-mail, disposable or company, not "freemail"; did you mean free-mail?' }],
    });
  });

  it('warns of a verdict that no score can bring about', () => {
    const { warnings } = accepted(`{ by: rules, score: [${RULE}], thresholds: { qualified: 30, disqualified: -5 } }`);
    expect(warnings).toEqual([
      'screening.thresholds.qualified: no lead can reach it: all points for a lead add up to +20',
      'screening.thresholds.disqualified: no lead can fall to it: all points against a lead add up to 0',
    ]);
  });

  it.each([
    ['{}', 'screening.by: is missing: rules, score or hand'],
    ['{ by: rules }', 'screening.thresholds: is missing; for example { qualified: 20, disqualified: -20 }'],
    [
      `{ by: hand, score: [${RULE}] }`,
      'screening.score: has no place where screening is by hand; take it out, or change by',
    ],
    [
      '{ by: score, scoreField: score, thresholds: { qualified: 1 } }',
      'screening.scoreField: must be a field of your own, such as custom.score',
    ],
    [
      `{ by: rules, score: [${RULE}], thresholds: { qualified: 1, disqualified: 1 } }`,
      'screening.thresholds.disqualified: must be lower than qualified',
    ],
    [
      `{ by: rules, score: [${RULE}, ${RULE}], thresholds: { qualified: 1 } }`,
      'screening.score[1].name: is the same as that of score[0]; reasons are told apart by their names',
    ],
    [
      `{ by: rules, score: [${RULE.replace('20 }', '1.5 }')}], thresholds: { qualified: 1 } }`,
      'screening.score[0].points: must be a whole number such as 20 or -30',
    ],
    [
      `{ by: rules, score: [${RULE.replace('20 }', '0 }')}], thresholds: { qualified: 1 } }`,
      'screening.score[0].points: must not be 0: it would change nothing',
    ],
    ['{ by: hand, block: { domains: [a b] } }', 'screening.block.domains[0]: is not a domain such as example.com'],
    [
      '{ by: hand, block: { phones: ["911 23 45 67"] } }',
      'screening.block.phones[0]: is not a telephone number in international form, such as +34 911 234 567',
    ],
    [
      '{ by: hand, allow: { phones: ["+34 911 23 45 67"] } }',
      'screening.allow.phones: there is no key "phones" here; use emails, domains',
    ],
  ])('refuses %s', (screening, problem) => {
    expect(problems(screening).join('\n')).toContain(problem);
  });
});

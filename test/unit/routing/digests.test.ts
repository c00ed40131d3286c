/** Digests in the routing file: what is read, and what is refused, with the place. */
import { describe, expect, it } from 'vitest';
import { digestJobs } from '../../../src/app/digest/digest-jobs.ts';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';

const FILE = `version: 1
timezone: Europe/London
admins: [maya@acme.example]
reps:
  - { id: ana, name: Ana Ruiz, email: ana@acme.example }
pools:
  - { id: world, strategy: cherry-pick, channels: { slack: "#leads" }, members: [ana] }
  - { id: iberia, strategy: cherry-pick, timezone: Europe/Madrid, channels: { slack: "#iberia" }, members: [ana] }
rules:
  - { name: Everyone, then: { pool: world } }
digests:
`;

function digests(...lines: string[]) {
  const result = parseRoutingFile(FILE + lines.map((line) => `  - ${line}\n`).join(''));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.ruleset.digests ?? [];
}

function problem(line: string): string {
  const result = parseRoutingFile(`${FILE}  - ${line}\n`);
  if (result.ok) throw new Error('accepted');
  return result.problems
    .map(({ line: row, column, path, message }) => `${row}:${column} ${path} ${message}`)
    .join('; ');
}

describe('digests in the routing file', () => {
  it('are weekly ones on Monday at 8, by rep and source, in the company’s time zone, unless they say otherwise', () => {
    expect(digests('{ every: week, to: "#sales-managers" }')).toEqual([
      {
        every: 'week',
        atMinutes: 480,
        weekday: 0,
        to: [{ kind: 'channel', platform: 'slack', channel: '#sales-managers' }],
        pools: null,
        by: ['rep', 'source'],
        timezone: 'Europe/London',
      },
    ]);
  });

  it('of one pool go by its time zone; people are named by id or address', () => {
    const [digest] = digests('{ every: day, at: "18:30", to: [ana, ANA@acme.example, Sales/Managers], pools: iberia }');
    expect(digest).toMatchObject({
      atMinutes: 1110,
      timezone: 'Europe/Madrid',
      to: [
        { kind: 'rep', rep: 'ana' },
        { kind: 'rep', rep: 'ana' },
        { kind: 'channel', platform: 'teams', channel: 'Sales/Managers' },
      ],
    });
  });

  it.each([
    ['{ every: hour, to: ana }', '12:14 digests[0].every'],
    ['{ every: day, at: "25:00", to: ana }', 'must be a time of day such as "08:00"'],
    ['{ every: day, on: friday, to: ana }', 'is only for weekly ones'],
    ['{ every: day, to: bob }', 'there is no rep "bob"'],
    ['{ every: day, to: [ana, eve@acme.example] }', 'digests[0].to[1] there is no rep "eve@acme.example"'],
    ['{ every: day, to: "#Sales Managers" }', 'is no Slack channel name'],
    ['{ every: day, to: ana, pools: [word] }', 'there is no pool "word"; did you mean "world"?'],
    ['{ every: day, to: ana, by: [owner] }', 'digests[0].by[0]'],
    ['{ every: day }', 'digests[0].to is missing'],
  ])('refuse %s, and say where and why', (line, words) => {
    expect(problem(line)).toContain(words);
  });
});

describe('the rows of the cron table', () => {
  it('fire at the local time of each digest, under a name of their own', () => {
    const jobs = digestJobs(
      {
        digests: digests(
          '{ every: day, at: "18:30", to: ana }',
          '{ every: week, on: sunday, to: ana }',
          '{ every: week, on: sunday, to: "#sales-managers" }',
          '{ every: month, to: ana, pools: [iberia] }',
        ),
      },
      async () => undefined,
    );
    expect(jobs.map(({ when, timezone }) => [when, timezone])).toEqual([
      ['0 30 18 * * *', 'Europe/London'],
      ['0 0 8 * * 0', 'Europe/London'],
      ['0 0 8 * * 0', 'Europe/London'],
      ['0 0 8 1 * *', 'Europe/Madrid'],
    ]);
    expect(new Set(jobs.map(({ name }) => name)).size).toBe(4);
  });
});

/** Files that load: the design's example, the demo, and what each notation becomes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_FILE, loadRoutingFile, routingFilePath } from '../../../src/config/routing/load-routing-file.ts';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';
import { formatProblems } from '../../../src/config/routing/problem.ts';
import type { Condition } from '../../../src/domain/condition.ts';
import { ALL_REQUIRED } from '../../../src/domain/fit/skill-needs.ts';
import { MONTHLY_CEILING } from '../../../src/domain/performance/earned-weights.ts';
import { DEFAULT_HALF_LIFE_DAYS, DEFAULT_WINDOW_DAYS } from '../../../src/domain/performance/team-performance.ts';
import type { Pool, Ruleset } from '../../../src/domain/ruleset.ts';
import { COMPLETE_EXAMPLE, DESIGN_EXAMPLE, fileWith, fileWithCondition } from './routing-files.ts';

const DAY = 86_400_000;

function parsed(text: string): { ruleset: Ruleset; warnings: string[] } {
  const result = parseRoutingFile(text);
  if (!result.ok) throw new Error(formatProblems('file', result.problems));
  return result;
}

function problems(text: string): string[] {
  const result = parseRoutingFile(text);
  return result.ok ? [] : result.problems.map(({ line, path, message }) => `${line} ${path} ${message}`);
}

const conditionOf = (when: string): Condition | null | undefined =>
  parsed(fileWithCondition(when)).ruleset.rules[0]?.when;
const channelsOf = (channels: string) =>
  parsed(fileWith({ 7: `  - { id: iberia, strategy: cherry-pick, channels: ${channels}, members: [ana] }` })).ruleset;

function poolWith(strategy: string, rest: string): Pool | undefined {
  const start = `  - { id: iberia, strategy: ${strategy}, channels: { slack: "#iberia" }, members: [ana, bob]`;
  return parsed(fileWith({ 7: `${start}, ${rest} }` })).ruleset.pools[0];
}

describe('the design’s example', () => {
  it('to the letter has 3 problems, all of them the rep and the pool that it only speaks of', () => {
    expect(problems(DESIGN_EXAMPLE)).toEqual([
      '11 pools[0].members[1] there is no rep "bob"; add it under reps',
      '15 pools[0].fallback there is no pool "world"; add it under pools',
      '22 rules[2].then.pool there is no pool "world"; add it under pools',
    ]);
  });

  it('with those added becomes a ruleset that has everything it says', () => {
    const { ruleset } = parsed(COMPLETE_EXAMPLE);
    expect(ruleset.reps[0]).toEqual({
      id: 'ana',
      name: 'Ana Ruiz',
      email: 'ana@acme.example',
      timezone: 'Europe/Madrid',
      hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ from: 540, to: 1080 }]])),
      holidays: 'ES',
      skills: { languages: ['es', 'en'], countries: ['ES', 'PT'], products: ['pro'] },
      caps: { month: 150, open: 40 },
    });
    expect(ruleset.pools[1]).toEqual({
      id: 'iberia',
      strategy: 'round-robin',
      channels: { slack: ['#leads-iberia'], teams: ['Sales/Leads Iberia'] },
      members: [
        { rep: 'ana', weight: 2 },
        { rep: 'bob', weight: 1 },
      ],
      blind: true,
      reveal: ['country', 'industry'],
      offer: {
        acceptWithinMs: 300_000,
        keeps: 1,
        declines: 'next-turn',
        timeouts: 'lose-turn',
        assignments: 'lose-turn',
        returningOwners: 'next-turn',
        atOnce: 3,
        maxOffers: 10,
        queuePer: null,
      },
      claims: { cards: 'channel', afterwards: 'fallback' },
      skills: ALL_REQUIRED,
      performance: {
        goal: 'won',
        windowMs: DEFAULT_WINDOW_DAYS * DAY,
        halfLifeMs: DEFAULT_HALF_LIFE_DAYS * DAY,
        exploration: 0.1,
        floor: 0.5,
        ceiling: MONTHLY_CEILING,
        promising: null,
      },
      capPeriods: 'rolling',
      timezone: 'Europe/London',
      whenAllAway: 'fallback',
      fallback: 'world',
      owner: 'ana',
      sla: {
        firstTouchMs: 300_000,
        followUpMs: null,
        staleAfterMs: 259_200_000,
        count: 'working-time',
        remindMs: [300_000, 900_000],
        escalate: { afterMs: 1_800_000, to: { platform: 'slack', channel: '#sales-managers' } },
        giveUp: null,
      },
    });
    expect(ruleset.rules.map((rule) => rule.then)).toEqual([
      { kind: 'rep', rep: 'ana' },
      { kind: 'pool', pool: 'iberia' },
      { kind: 'pool', pool: 'world' },
    ]);
  });

  it('says nothing that this version does not act on', () => {
    expect(parsed(COMPLETE_EXAMPLE).warnings).toEqual([]);
  });
});

describe('the demo', () => {
  it('loads without a warning: 5 reps, 3 pools, 6 rules', async () => {
    const demo = await loadRoutingFile(DEMO_FILE);
    expect(demo).toMatchObject({ ok: true, warnings: [] });
    if (!demo.ok) return;
    const { reps, pools, rules } = demo.ruleset;
    expect([reps.length, pools.length, rules.length]).toEqual([5, 3, 6]);
    expect(pools.map(({ strategy }) => strategy)).toEqual(['cherry-pick', 'round-robin', 'blind-pull']);
    expect(demo.source).toMatch(/^# yaml-language-server: \$schema=/);
  });
});

describe('what a file leaves out', () => {
  it('makes the time zone UTC and #dibs-admins the admins’ channel', () => {
    const { ruleset, warnings } = parsed(fileWith({}));
    expect(ruleset.timezone).toBe('UTC');
    expect(ruleset.adminChannels).toEqual({ slack: ['#dibs-admins'], teams: [] });
    expect(warnings).toEqual([]);
  });

  it('makes presence the only signal, as Slack’s own /away sets it', () => {
    expect(parsed(fileWith({})).ruleset.signals).toEqual(['presence']);
    expect(parsed(fileWith({ 1: 'version: 1\nsignals: []' })).ruleset.signals).toEqual([]);
  });

  it('lets the first member own what nobody takes, and leads wait where there is no other pool', () => {
    const [pool] = parsed(fileWith({}).replace('cherry-pick', 'round-robin')).ruleset.pools;
    expect(pool).toMatchObject({ owner: 'ana', fallback: null, whenAllAway: 'hold', timezone: 'UTC', blind: false });
  });

  it('puts the admins’ channel into the team of the first Teams channel', () => {
    expect(channelsOf('{ teams: Sales/Leads }').adminChannels.teams).toEqual(['Sales/dibs-admins']);
  });

  it('lets a review and a disqualification be called what the rule is called', () => {
    const text = fileWith({ 10: '  - { name: Iberia, when: { country: ES }, then: { review: true } }' });
    expect(parsed(text).ruleset.rules[0]?.then).toEqual({ kind: 'review', reason: 'Iberia' });
  });
});

describe('a notation', () => {
  it.each([
    ['{ slack: "#a" }', ['#a'], []],
    ['{ slack: [a, "#b", "#a"] }', ['#a', '#b'], []],
    ['{ slack: "#ventas-españa", teams: [Sales/A b, Sales/C] }', ['#ventas-españa'], ['Sales/A b', 'Sales/C']],
  ])('%s names channels', (channels, slack, teams) => {
    expect(channelsOf(channels).pools[0]?.channels).toEqual({ slack, teams });
  });

  it.each([
    ['ES', ['ES'], ['ES']],
    ['es', ['ES'], ['ES']],
    ['Spain', ['ES'], ['ES']],
    ['ESP', ['ES'], ['ES']],
    ['NO', ['NO'], ['NO']],
    ['Namibia', ['NA'], ['NA']],
    ['dach', ['AT', 'CH', 'DE'], ['DACH']],
    ['{ in: [IBERIA, PT, fr] }', ['ES', 'PT', 'FR'], ['IBERIA', 'PT', 'FR']],
    ['{ in: BENELUX }', ['BE', 'LU', 'NL'], ['BENELUX']],
  ])('country: %s means %j', (country, values, written) => {
    expect(conditionOf(`{ country: ${country} }`)).toEqual({
      kind: 'test',
      field: 'country',
      test: { op: 'in', values, written },
    });
  });

  it.each(['es', 'ES', 'Spanish', 'español', 'es-MX'])('language: %s means es', (language) => {
    expect(conditionOf(`{ language: ${language} }`)).toMatchObject({ field: 'language', test: { values: ['es'] } });
  });

  it('of several fields and tests in one mapping means all of them', () => {
    expect(conditionOf('{ employees: { gte: 10, lt: 50 }, custom.plan: pro }')).toEqual({
      kind: 'all',
      of: [
        { kind: 'test', field: 'employees', test: { op: 'gte', value: 10 } },
        { kind: 'test', field: 'employees', test: { op: 'lt', value: 50 } },
        { kind: 'test', field: 'custom.plan', test: { op: 'in', values: ['pro'] } },
      ],
    });
  });

  it.each([
    [
      '{ sat: ["09:00-14:00", "16:00-24:00"] }',
      {
        sat: [
          [540, 840],
          [960, 1440],
        ],
      },
    ],
    ['{ fri-mon: "0:30-1:00" }', { fri: [[30, 60]], sat: [[30, 60]], sun: [[30, 60]], mon: [[30, 60]] }],
  ])('hours: %s counts minutes', (hours, expected) => {
    const { reps } = parsed(
      fileWith({ 4: `  - { id: ana, name: Ana, email: ana@acme.example, hours: ${hours} }` }),
    ).ruleset;
    const spans = Object.entries(expected).map(([day, list]) => [day, list.map(([from, to]) => ({ from, to }))]);
    expect(reps[0]?.hours).toEqual(Object.fromEntries(spans));
  });

  it.each([
    ['"es-md"', 'ES-MD'],
    ['ES-CT', 'ES-CT'],
    ['DE-BY-A', 'DE-BY-A'],
    ['Spain', 'ES'],
  ])('holidays: %s means %s', (holidays, place) => {
    const { reps } = parsed(
      fileWith({ 4: `  - { id: ana, name: Ana, email: ana@acme.example, holidays: ${holidays} }` }),
    ).ruleset;
    expect(reps[0]?.holidays).toBe(place);
  });

  it.each([
    ['regions: us-ca', ['US-CA']],
    ['countries: US, regions: [California, Texas]', ['US-CA', 'US-TX']],
    ['countries: BENELUX, regions: Limburg', ['BE-VLI', 'NL-LI']],
    ['regions: Somewhere', ['Somewhere']],
  ])('skills: { %s } names regions as leads have them: %j', (skills, regions) => {
    const { reps } = parsed(
      fileWith({ 4: `  - { id: ana, name: Ana, email: ana@acme.example, skills: { ${skills} } }` }),
    ).ruleset;
    expect(reps[0]?.skills?.regions).toEqual(regions);
  });

  it.each([
    ['lose-turn', 0],
    ['keep-turn', 1],
    ['{ catch-up: 3 }', 3],
  ])('whenUnavailable: %s lets a rep who is away be owed up to %i leads', (word, keeps) => {
    expect(poolWith('round-robin', `offer: { whenUnavailable: ${word} }`)?.offer.keeps).toBe(keeps);
  });

  it('of preferred skills means that all others are required, and drops the one with the shortest wait first', () => {
    const { skills } =
      poolWith('round-robin', 'skills: { prefer: { languages: 10m, products: 5m }, unknown: fit }') ?? {};
    expect(skills).toEqual({
      required: ['territories', 'countries', 'regions', 'postalCodes', 'industries', 'employees'],
      preferred: [
        { skill: 'products', waitMs: 300_000 },
        { skill: 'languages', waitMs: 600_000 },
      ],
      unknown: 'fit',
    });
  });

  it('of claims counts in milliseconds', () => {
    const claims =
      'claims: { window: 5s, budget: { claims: 5, per: 1h }, cards: direct, openFor: 2m, afterwards: widen }';
    expect(poolWith('shotgun', `${claims}, fallback: world`)?.claims).toEqual({
      windowMs: 5000,
      budget: { claims: 5, perMs: 3_600_000 },
      cards: 'direct',
      openForMs: 120_000,
      afterwards: 'widen',
    });
  });

  it.each([0.001, 0.3, 1.1, 2.005, 4.35, 999.999, 1000])('weight: %f is taken as it is', (weight) => {
    const members = `[{ rep: ana, weight: ${weight} }, bob]`;
    const line = `  - { id: iberia, strategy: round-robin, channels: { slack: "#iberia" }, members: ${members} }`;
    const { ruleset, warnings } = parsed(fileWith({ 7: line }));
    expect(ruleset.pools[0]?.members[0]?.weight).toBe(weight);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['round-robin', true],
    ['top-performer', true],
    ['shotgun', true],
    ['cherry-pick', false],
  ])('card.reveal in a %s pool hides the rest before the claim: %j', (strategy, blind) => {
    expect(poolWith(strategy, 'card: { reveal: [country] }')?.blind).toBe(blind);
  });

  it('of anchors and aliases is understood', () => {
    const text = fileWith({
      7: '  - { id: iberia, strategy: cherry-pick, channels: { slack: "#iberia" }, members: &all [ana, bob] }',
      8: '  - { id: world, strategy: cherry-pick, channels: { slack: "#world" }, members: *all }',
    });
    expect(parsed(text).ruleset.pools[1]?.members).toHaveLength(2);
  });

  it('of custom fields on blind cards is allowed, with a warning', () => {
    const card = 'channels: { slack: "#world" }, members: [bob], card: { reveal: [country, custom.plan] }';
    const { ruleset, warnings } = parsed(fileWith({ 8: `  - { id: world, strategy: blind-pull, ${card} }` }));
    expect(ruleset.pools[1]?.reveal).toEqual(['country', 'custom.plan']);
    expect(warnings).toEqual([expect.stringContaining('custom.plan shows before the claim')]);
  });
});

describe('mistakes of different kinds', () => {
  it('are all told at once, in the order of the file', () => {
    const text = fileWith({
      2: 'admin: [maya@acme.example]',
      4: '  - { id: ana, name: Ana Ruiz, email: ana@acme.example, timezone: Nowhere }',
      7: '  - { id: iberia, strategy: cherrypick, channels: { slack: "#iberia" }, members: [ana, carl] }',
      10: '  - { name: Iberia, when: { contry: ES }, then: { pool: spain } }',
    });
    expect(problems(text).map((problem) => problem.split(' ', 2).join(' '))).toEqual([
      '1 admins',
      '2 admin',
      '4 reps[0].timezone',
      '7 pools[0].strategy',
      '7 pools[0].members[1]',
      '10 rules[0].when.contry',
      '10 rules[0].then.pool',
    ]);
  });
});

describe('a hostile file', () => {
  const bomb = ['a0: &a0 [x, x]', ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)];

  it.each([
    ['over 1 MB', '#'.repeat(1_048_577), 'is over 1 MB'],
    ['of 100,000 brackets', `a: ${'['.repeat(100_000)}`, 'nested too deeply'],
    ['of 5,000 lists in lists', '- '.repeat(5000), 'nested too deeply'],
    ['that doubles 40 times by aliases', bomb.join('\n'), 'uses the same anchor (&name, *name) too often'],
  ])('%s is refused with one problem', (_, text, message) => {
    const result = parseRoutingFile(text);
    expect(result.ok ? [] : result.problems.map((problem) => problem.message)).toEqual([message]);
  });

  it('with 1,000 mistakes is answered with the first 100', () => {
    const rules = Array.from({ length: 1000 }, () => '  - { name: x, then: { pool: nowhere }, when: { a: b } }').join(
      '\n',
    );
    expect(problems(fileWith({ 10: rules }))).toHaveLength(100);
  });
});

describe('loading from disk', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dibs-routing-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['is in Latin-1', Buffer.from(fileWith({}).replace('Ruiz', 'Muñoz'), 'latin1'), 'is not text in UTF-8'],
    ['is over 1 MB', Buffer.alloc(1_048_577, '#'), 'is over 1 MB'],
  ])('a file that %s is a problem', async (_, content, message) => {
    const path = join(folder, 'bad.yaml');
    await writeFile(path, content);
    expect(await loadRoutingFile(path)).toEqual({ ok: false, problems: [{ line: 1, column: 1, path: '', message }] });
  });

  it('a file that is not there is a problem that says what to do', async () => {
    const result = await loadRoutingFile(join(folder, 'none.yaml'));
    expect(result.ok ? '' : result.problems[0]?.message).toMatch(/ENOENT.*DIBS_CONFIG/);
  });

  it('a file with a byte order mark and Windows line ends loads', async () => {
    const path = join(folder, 'windows.yaml');
    await writeFile(path, `\uFEFF${fileWith({}).replaceAll('\n', '\r\n')}`);
    expect(await loadRoutingFile(path)).toMatchObject({ ok: true });
  });

  it('takes the configured path, else the demo where there is no dibs.yaml', () => {
    expect(routingFilePath('other.yaml')).toBe('other.yaml');
    expect(routingFilePath(null)).toBe(DEMO_FILE);
  });
});

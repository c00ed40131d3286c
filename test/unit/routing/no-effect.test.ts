/** What is accepted although it changes nothing, and is said so that nobody believes in it. */
import { describe, expect, it } from 'vitest';
import { parseRoutingFile } from '../../../src/config/routing/parse-routing-file.ts';
import { formatProblems } from '../../../src/config/routing/problem.ts';
import { fileWith } from './routing-files.ts';

function warningsOf(text: string): string[] {
  const result = parseRoutingFile(text);
  if (!result.ok) throw new Error(formatProblems('file', result.problems));
  return result.warnings;
}

/** Of a file with this first pool; the second one offers, so that what reps have is of use. */
function warningsFor(strategy: string, rest: string, members = '[ana, bob]'): string[] {
  return warningsOf(
    fileWith({
      7: `  - { id: iberia, strategy: ${strategy}, channels: { slack: "#iberia" }, members: ${members}, ${rest} }`,
      8: '  - { id: world, strategy: round-robin, channels: { slack: "#world" }, members: [bob] }',
    }),
  ).map((warning) => warning.replace('pools[0].', ''));
}

const PULL = ['cherry-pick', 'blind-pull'];
const OFFERING = ['round-robin', 'top-performer'];
const ALL = [...PULL, ...OFFERING, 'shotgun'];

/** Keys, and the strategies in which they change something. */
const KEYS: [written: string, place: string, acts: string[]][] = [
  ['offer: { acceptWithin: 5m }', 'offer.acceptWithin', OFFERING],
  ['offer: { whenUnavailable: keep-turn }', 'offer.whenUnavailable', OFFERING],
  ['offer: { declines: next-turn }', 'offer.declines', OFFERING],
  ['offer: { maxOffers: 5 }', 'offer.maxOffers', OFFERING],
  ['offer: { queuePer: country }', 'offer.queuePer', OFFERING],
  ['claims: { window: 5s }', 'claims.window', ['shotgun']],
  ['claims: { cards: direct }', 'claims.cards', ['shotgun']],
  ['claims: { openFor: 2m }', 'claims.openFor', ['shotgun']],
  ['claims: { budget: { claims: 5, per: 1h } }', 'claims.budget', [...PULL, 'shotgun']],
  ['skills: { prefer: { languages: 5m } }', 'skills', OFFERING],
  ['performance: { goal: won }', 'performance', ['top-performer']],
  ['capPeriods: calendar', 'capPeriods', OFFERING],
  ['timezone: Europe/Madrid', 'timezone', OFFERING],
  ['whenAllAway: hold', 'whenAllAway', OFFERING],
  ['fallback: world', 'fallback', OFFERING],
  ['owner: bob', 'owner', OFFERING],
  ['card: { reveal: [country] }', 'card.reveal', ['blind-pull', ...OFFERING, 'shotgun']],
];

describe('a key that changes nothing', () => {
  const cases = KEYS.flatMap(([written, place, acts]) =>
    ALL.map((strategy) => ({ strategy, written, place, idle: !acts.includes(strategy) })),
  );

  it.each(cases.filter(({ idle }) => idle))(
    '$written in a $strategy pool is warned of',
    ({ strategy, written, place }) => {
      expect(warningsFor(strategy, written)).toEqual([expect.stringMatching(`^${place}: has no effect`)]);
    },
  );

  it.each(cases.filter(({ idle }) => !idle))('$written in a $strategy pool is not', ({ strategy, written }) => {
    expect(warningsFor(strategy, written)).toEqual([]);
  });

  it('is a weight, where nobody has a turn or results make the shares', () => {
    const weighed = (strategy: string, rest = 'owner: ana') =>
      warningsFor(strategy, rest, '[{ rep: ana, weight: 2 }, bob]').filter((warning) =>
        warning.startsWith('members[0]'),
      );
    expect(weighed('round-robin')).toEqual([]);
    expect(weighed('shotgun', 'claims: { window: 5s }')).toEqual([]);
    for (const strategy of ['cherry-pick', 'shotgun', 'top-performer'])
      expect(weighed(strategy)).toEqual([expect.stringMatching(/^members\[0\]\.weight: has no effect here/)]);
  });

  it('is afterwards without openFor: the card never closes', () => {
    expect(warningsFor('shotgun', 'claims: { afterwards: widen }, fallback: world')).toEqual([
      'claims.afterwards: has no effect without openFor: the card stays open until somebody claims it',
      'fallback: has no effect here: the leads of this pool wait until somebody claims them',
    ]);
    expect(warningsFor('shotgun', 'claims: { openFor: 2m, afterwards: widen }, fallback: world')).toEqual([]);
  });

  it('is an owner beside a fallback', () => {
    const beside = ['owner: has no effect beside fallback, which takes what nobody wants'];
    expect(warningsFor('round-robin', 'owner: ana, fallback: world')).toEqual(beside);
    expect(warningsFor('shotgun', 'claims: { openFor: 2m }, owner: ana, fallback: world')).toEqual(beside);
  });

  it('in several places is one sentence, with the first place and how many more there are', () => {
    const offer = 'offer: { acceptWithin: 5m, declines: next-turn }';
    expect(warningsFor('cherry-pick', offer)).toEqual([
      'offer.acceptWithin (and 1 more): has no effect here: only round-robin and top-performer pools make offers',
    ]);
  });

  it('is what reps have, where every pool lets them take leads by themselves', () => {
    const rep = 'hours: { mon-fri: "09:00-18:00" }, skills: { countries: ES }, caps: { day: 5 }';
    const changes = {
      1: 'version: 1\nsignals: [dnd]',
      4: `  - { id: ana, name: Ana, email: ana@acme.example, timezone: Europe/Madrid, ${rep} }`,
    };
    expect(warningsOf(fileWith(changes))).toEqual([
      'signals (and 3 more): has no effect: in every pool of this file reps take leads by themselves',
    ]);
    expect(warningsOf(fileWith(changes).replace('cherry-pick', 'round-robin'))).toEqual([]);
    const limited = fileWith(changes).replace('members: [bob]', 'members: [bob], sla: { firstTouch: 5m }');
    expect(warningsOf(limited)).toEqual([expect.stringMatching(/^signals \(and 2 more\)/)]);
  });
});

describe('what a returning owner costs', () => {
  it('is nothing in a pool where nobody has a turn', () => {
    expect(warningsFor('cherry-pick', 'offer: { returningOwners: lose-turn }')).toEqual([
      expect.stringMatching(/^offer\.returningOwners: .*nobody has a turn/),
    ]);
    expect(warningsFor('round-robin', 'offer: { returningOwners: lose-turn }')).toEqual([]);
  });
});

describe('what may not be meant', () => {
  it('is a region without a code, since few leads write it the same way', () => {
    const skills = (regions: string) =>
      fileWith({
        4: `  - { id: ana, name: Ana, email: ana@acme.example, skills: { regions: ${regions} } }`,
      }).replace('cherry-pick', 'round-robin');
    expect(warningsOf(skills('California'))).toEqual([
      expect.stringMatching(/^reps\[0\].*no code is known for “California”/),
    ]);
    expect(warningsOf(skills('US-CA'))).toEqual([]);
  });
});

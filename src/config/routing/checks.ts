/** What is wrong between the parts of a routing file: references, doubles, rules that cannot work, cards that would tell. */
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import { ADMIN_CHANNEL } from './admin-channels.ts';
import { isBlind } from './blind.ts';
import { checkExperiments } from './check-experiments.ts';
import { checkForms } from './check-forms.ts';
import { type Draft, type DraftPool, type DraftRule, text } from './draft.ts';
import { variablePart } from './named-variables.ts';
import type { Finding, Path } from './problem.ts';

export function checkDraft(draft: Draft): Finding[] {
  const repIds = draft.reps.map((rep) => rep.id);
  const poolIds = draft.pools.map((pool) => pool.id);
  return [
    ...doubles('reps', 'id', repIds),
    ...doubles(
      'reps',
      'email',
      draft.reps.map((rep) => rep.email),
    ),
    ...doubles('pools', 'id', poolIds),
    ...draft.pools.flatMap((pool, index) => [
      ...pool.members.flatMap((rep, place) => unknown('rep', rep, repIds, ['pools', index, 'members', place])),
      ...unknown('pool', pool.fallback, poolIds, ['pools', index, 'fallback']),
      ...unknown('rep', pool.owner, repIds, ['pools', index, 'owner']),
      ...unknown('rep', pool.givesUpTo, repIds, ['pools', index, 'sla', 'giveUp', 'to']),
      ...checkPool(pool, index, draft.adminChannels),
    ]),
    ...fallbackCircles(draft.pools),
    ...draft.rules.flatMap(({ pool, rep, arms }, index) => [
      ...unknown('pool', pool, poolIds, ['rules', index, 'then', 'pool']),
      ...unknown('rep', rep, repIds, ['rules', index, 'then', 'rep']),
      ...arms.flatMap((arm, place) => [
        ...unknown('pool', arm.pool, poolIds, ['rules', index, 'then', 'split', place, 'pool']),
        ...unknown('rep', arm.rep, repIds, ['rules', index, 'then', 'split', place, 'rep']),
      ]),
    ]),
    ...checkExperiments(draft.rules),
    ...ruleOrder(draft.rules, poolIds),
    ...checkDigests(draft),
    ...doubles('sources', 'id', draft.sources),
    ...sharedVariables(draft.sources),
    ...doubles(
      'forms',
      'id',
      draft.forms.map((form) => text(form.id)),
    ),
    ...checkForms(draft.forms),
    ...checkTargets(draft),
  ];
}

/** Two reps with one address could not be told apart in chat; two with one id nowhere. */
function doubles(
  list: 'reps' | 'pools' | 'forms' | 'sources' | 'handOver',
  key: string,
  values: readonly (string | null)[],
): Finding[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (value === null || first === index) return [];
    return [{ path: [list, index, key], message: `is the same as that of ${list}[${first}]` }];
  });
}

/** Ids that differ only in what a variable's name cannot have, such as `web-1` and `web_1`, would share their secret. */
function sharedVariables(ids: readonly (string | null)[]): Finding[] {
  const names = ids.map((id) => (id === null ? null : variablePart(id)));
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (name === null || first === index || ids[first] === ids[index]) return [];
    const message = `would have the same variable as sources[${first}], DIBS_SECRET_${name}; choose another id`;
    return [{ path: ['sources', index, 'id'], message }];
  });
}

function unknown(noun: 'rep' | 'pool', id: string | null, known: readonly (string | null)[], path: Path): Finding[] {
  if (id === null || known.includes(id)) return [];
  const ids = known.filter((name) => name !== null);
  const nearest = nearestName(id, ids) ?? ids.find((name) => letters(name) === letters(id));
  const hint = nearest ? `did you mean "${nearest}"?` : `add it under ${noun}s`;
  return [{ path, message: `there is no ${noun} "${id}"; ${hint}` }];
}

/** Equal for ids with swapped letters, such as `bbo` and `bob`. */
function letters(id: string): string {
  return [...id].sort().join('');
}

function checkDigests({ digests, reps, pools }: Draft): Finding[] {
  const people = reps.flatMap(({ id, email }) => [id, email]);
  const poolIds = pools.map(({ id }) => id);
  return digests.flatMap((digest, index) => [
    ...digest.people.flatMap((name, place) => {
      const known = name?.includes('@') ? name.toLowerCase() : name;
      return unknown('rep', known, people, ['digests', index, 'to', place]);
    }),
    ...digest.pools.flatMap((pool, place) => unknown('pool', pool, poolIds, ['digests', index, 'pools', place])),
  ]);
}

/** Of each CRM there is one: the environment has the credentials of one. */
function checkTargets({ handOver }: Draft): Finding[] {
  const ids = handOver.map(({ id }) => id);
  return [
    ...doubles('handOver', 'id', ids),
    ...handOver.flatMap(({ to }, index) => {
      const first = handOver.findIndex((target) => target.to === to);
      if (first === index || to === null || to === 'webhook') return [];
      return [{ path: ['handOver', index, 'to'], message: `is the same as that of handOver[${first}]` }];
    }),
  ];
}

const NO_FALLBACK = 'needs a pool to fall back to: add fallback';

function checkPool(pool: DraftPool, index: number, adminChannels: readonly string[]): Finding[] {
  const findings: Finding[] = pool.members.flatMap((rep, place) => {
    if (rep === null || pool.members.indexOf(rep) === place) return [];
    return [{ path: ['pools', index, 'members', place], message: `"${rep}" is there twice` }];
  });
  if (pool.whenAllAway === 'fallback' && pool.fallback === null) {
    findings.push({ path: ['pools', index, 'whenAllAway'], message: NO_FALLBACK });
  }
  if (pool.afterwards !== null && pool.fallback === null) {
    findings.push({ path: ['pools', index, 'claims', 'afterwards'], message: NO_FALLBACK });
  }
  const shown = adminChannels.length > 0 ? adminChannels : [ADMIN_CHANNEL];
  if (isBlind(pool.strategy, pool.reveals) && pool.channels.some((name) => shown.includes(name))) {
    const message = 'the admins’ channel is among them, where reviews show whole leads: a blind pool needs its own';
    findings.push({ path: ['pools', index, 'channels'], message });
  }
  return findings;
}

/** Each circle once, at the pool of it that comes first in the file. */
function fallbackCircles(pools: readonly DraftPool[]): Finding[] {
  const byId = new Map(pools.map((pool) => [pool.id, pool]));
  const seen = new Set<DraftPool>();
  return pools.flatMap((pool, index) => {
    const way: DraftPool[] = [];
    let next: DraftPool | undefined = pool;
    while (next && !seen.has(next)) {
      seen.add(next);
      way.push(next);
      next = next.fallback === null ? undefined : byId.get(next.fallback);
    }
    const start = next ? way.indexOf(next) : -1;
    if (!next || start < 0) return [];
    const circle = [...way.slice(start), next].map(({ id }) => id).join(' → ');
    return [
      { path: ['pools', index, 'fallback'], message: `goes round in a circle: ${circle}; let one of them have none` },
    ];
  });
}

function ruleOrder(rules: readonly DraftRule[], poolIds: readonly (string | null)[]): Finding[] {
  const forAll = rules.findIndex((rule) => rule.matchesAll);
  if (rules.length > 0 && forAll < 0) {
    const pool = poolIds.findLast((id) => id !== null) ?? 'world';
    const message = `the last rule must match every lead: add - { name: Everyone else, then: { pool: ${pool} } }`;
    return [{ path: ['rules', rules.length - 1], message }];
  }
  return rules.slice(forAll + 1).map((_, offset) => ({
    path: ['rules', forAll + 1 + offset],
    message: `is never reached: rule ${forAll + 1}, "${rules[forAll]?.name}", matches every lead before it`,
  }));
}

/**
 * What the parts of a file say of each other, read without regard to other mistakes in them: a wrong time zone must not
 * hide that a rule leads to a pool that is not there. What is no text where text belongs is left out; the schema says so.
 */
import { nearestName } from '../../domain/normalise/nearest-name.ts';
import { TO_POOL } from './sla-schema.ts';

export interface Draft {
  /** Keys that are there, at the top. */
  written: string[];
  reps: DraftRep[];
  pools: DraftPool[];
  rules: DraftRule[];
  digests: DraftDigest[];
  /** Ids; `null` for one that cannot be read. */
  sources: (string | null)[];
  /** As written; `check-forms.ts` reads them. */
  forms: Record<string, unknown>[];
  handOver: DraftTarget[];
  /** Slack and Teams channels as written; empty where the file leaves them to the default. */
  adminChannels: string[];
}

/** A system outside that gets leads. */
export interface DraftTarget {
  id: string | null;
  to: string | null;
}

export interface DraftDigest {
  /** Of those in `to` that are no channels: ids and addresses; `null` for a channel, or what cannot be read. */
  people: (string | null)[];
  pools: (string | null)[];
}

export interface DraftRep {
  id: string | null;
  email: string | null;
  /** As in `DraftPool`. */
  written: string[];
}

export interface DraftPool {
  id: string | null;
  strategy: string | null;
  channels: string[];
  /** Ids in the file's order; `null` for a member that cannot be read. */
  members: (string | null)[];
  /** Whether there is a list of what cards may show. */
  reveals: boolean;
  whenAllAway: string | null;
  afterwards: string | null;
  fallback: string | null;
  owner: string | null;
  /** To whom leads go that nobody touched in time; `null`: to nobody, or to the pool. */
  givesUpTo: string | null;
  /** Keys that are there, in the file's order: `offer.acceptWithin`, `members[1].weight`. */
  written: string[];
}

export interface DraftRule {
  name: string | null;
  matchesAll: boolean;
  pool: string | null;
  rep: string | null;
  /** Of a rule that is an experiment; empty for every other. */
  arms: DraftArm[];
  /** The arm that gets all leads afterwards. */
  keeps: string | null;
}

export interface DraftArm {
  name: string | null;
  pool: string | null;
  rep: string | null;
}

/** @param value the file's data as YAML gives it */
export function draftOf(value: unknown): Draft {
  const file = record(value);
  return {
    written: Object.keys(file),
    reps: records(file.reps).map((rep) => ({
      id: text(rep.id),
      email: text(rep.email)?.toLowerCase() ?? null,
      written: writtenKeys(rep),
    })),
    pools: records(file.pools).map((pool) => ({
      id: text(pool.id),
      strategy: text(pool.strategy),
      channels: channelNames(pool.channels),
      members: items(pool.members).map((member) => text(member) ?? text(record(member).rep)),
      reveals: record(pool.card).reveal !== undefined,
      whenAllAway: text(pool.whenAllAway),
      afterwards: text(record(pool.claims).afterwards),
      fallback: text(pool.fallback),
      owner: text(pool.owner),
      givesUpTo: repIn(record(record(pool.sla).giveUp).to),
      written: writtenKeys(pool),
    })),
    rules: records(file.rules).map((rule) => ({
      name: text(rule.name),
      matchesAll: !Object.keys(rule).some(isWhen),
      pool: text(record(rule.then).pool),
      rep: text(record(rule.then).rep),
      arms: records(record(rule.then).split).map((arm) => ({
        name: text(arm.arm),
        pool: text(arm.pool),
        rep: text(arm.rep),
      })),
      keeps: text(record(rule.then).then),
    })),
    digests: records(file.digests).map(({ to, pools }) => ({
      people: [to].flat().map((one) => (/^[^#/]+$/.test(text(one) ?? '#') ? text(one) : null)),
      pools: [pools].flat().map(text),
    })),
    sources: records(file.sources).map(({ id }) => text(id)),
    forms: records(file.forms),
    handOver: records(file.handOver).map(({ id, to }) => ({ id: text(id), to: text(to) })),
    adminChannels: channelNames(file.adminChannel),
  };
}

/** Of a part of the file, and of what stands under it; two steps deep are enough to tell what a file says. */
function writtenKeys(part: Record<string, unknown>): string[] {
  return Object.entries(part).flatMap(([key, value]) => {
    if (Array.isArray(value)) {
      return [key, ...value.flatMap((item, index) => Object.keys(record(item)).map((of) => `${key}[${index}].${of}`))];
    }
    return [key, ...Object.keys(record(value)).map((of) => `${key}.${of}`)];
  });
}

/** `pool` is the pool itself, never a rep. */
function repIn(to: unknown): string | null {
  return to === TO_POOL ? null : text(to);
}

/** Mistyped, it is still no rule for every lead. */
function isWhen(key: string): boolean {
  return nearestName(key, ['name', 'when', 'then']) === 'when';
}

function channelNames(value: unknown): string[] {
  const { slack, teams } = record(value);
  return [slack, teams].flat().flatMap((name) => text(name)?.replace(/^#/, '') ?? []);
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function records(value: unknown): Record<string, unknown>[] {
  return items(value).map(record);
}

export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

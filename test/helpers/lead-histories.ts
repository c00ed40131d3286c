/** What became of many leads, written into a store the usual way: made up, or from the sample data beside the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { LeadAttributes } from '../../src/domain/lead.ts';
import { applyEvent, type Destination, type LeadEvent } from '../../src/domain/lead-event.ts';
import type { LeadChange, NewLead, Store } from '../../src/ports/store.ts';
import { newId } from './store-data.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/data');

export const hasSampleData = existsSync(join(FOLDER, 'outcomes.csv'));

/** A lead with all that happened to it, oldest first. */
export interface History {
  attributes: LeadAttributes;
  receivedAt: Date;
  events: { at: Date; event: LeadEvent }[];
}

const MINUTE = 60_000;
const POOLS = ['iberia', 'world'] as const;
const REPS = ['ana', 'bob', 'cleo'] as const;

/** The same numbers every time: a multiplicative generator (Park and Miller). @returns numbers from 0 to below 1 */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

/** Leads with everything that digests count, over `days` days from `start`; of each lead at least its arrival. */
export function madeHistories(
  count: number,
  { start, days, seed }: { start: Date; days: number; seed: number },
): History[] {
  const random = numbers(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] ?? (from[0] as T);
  return Array.from({ length: count }, () => {
    const receivedAt = new Date(start.getTime() + Math.floor(random() * days * 24 * 60) * MINUTE);
    const story = openStory(receivedAt, random, pick);
    const route = routed(story);
    if (route === 'pool') offered(story);
    if (route === 'rep' || (route === 'pool' && taken(story))) worked(story);
    return { attributes: attributesOf(random, pick), receivedAt, events: story.events };
  });
}

type Pick = <T>(from: readonly T[]) => T;

interface Story {
  random: () => number;
  pick: Pick;
  /** Who has it, or will. */
  rep: string;
  events: History['events'];
  /** A little later, unless told how many minutes. */
  then(event: LeadEvent, minutes?: number): void;
}

function openStory(receivedAt: Date, random: () => number, pick: Pick): Story {
  const events: History['events'] = [];
  let at = receivedAt;
  return {
    random,
    pick,
    rep: pick(REPS),
    events,
    then(event, minutes = random() * 12) {
      at = new Date(at.getTime() + Math.round(minutes * MINUTE));
      events.push({ at, event });
    },
  };
}

/** @returns where it stands then; some have not been routed yet, or wait for a decision */
function routed({ random, pick, rep, then }: Story): 'pool' | 'rep' | 'nowhere' {
  const chance = random();
  if (chance < 0.05) return 'nowhere';
  const into = { kind: 'pool' as const, pool: pick(POOLS) };
  const route = (to: Destination) =>
    then({ type: 'routed', ruleset: 1, to, trace: [], rule: `Rule ${Math.floor(random() * 3)}` });
  if (chance < 0.15) route({ kind: 'disqualify', reason: 'a student' });
  else if (chance < 0.25) route({ kind: 'review', reason: 'big' });
  else if (chance < 0.35) route({ kind: 'rep', rep });
  else route(into);
  if (chance < 0.15) return 'nowhere';
  if (chance >= 0.25) return chance < 0.35 ? 'rep' : 'pool';
  if (random() < 0.3) return 'nowhere';
  then({ type: 'decided', by: 'maya@acme.example', to: into });
  return 'pool';
}

/** Some are offered to somebody who does not take them. */
function offered({ random, pick, then }: Story): void {
  if (random() > 0.3) return;
  const rep = pick(REPS);
  const time = { until: LATER, dueAt: LATER };
  then({ type: 'offered', rep, until: time.until, charge: null, trace: [] });
  if (random() < 0.5) then({ type: 'declined', rep, reason: 'no-time', refund: true, dueAt: time.dueAt });
  else then({ type: 'expired', rep, refund: false, dueAt: time.dueAt });
  if (random() < 0.3) then({ type: 'fell-back', to: 'world', because: 'all_passed', trace: [] });
}

/** Not looked at here. */
const LATER = '2030-01-01T00:00:00.000Z';

/** @returns whether somebody has it then */
function taken({ random, rep, then }: Story): boolean {
  const chance = random();
  if (chance < 0.3) {
    then({ type: 'offered', rep, until: LATER, charge: null, trace: [] });
    then({ type: 'accepted', rep });
  } else if (chance < 0.8) then({ type: 'claimed', rep });
  else if (chance < 0.9) then({ type: 'assigned', rep, by: 'maya@acme.example', charge: null, trace: [] });
  return chance < 0.9;
}

function worked({ random, pick, rep, then }: Story): void {
  if (random() < 0.2) return;
  then({ type: 'contacted', rep, how: 'call' });
  if (random() < 0.4) then({ type: 'contacted', rep, how: 'email' }, random() * 3_000);
  if (random() < 0.1) then({ type: 'handed-over', rep, to: pick(REPS) });
  const chance = random();
  const later = random() * 5_000;
  if (chance < 0.3) then({ type: 'stage', rep, stage: 'won', amount: Math.round(random() * 1_000) }, later);
  else if (chance < 0.6) then({ type: 'stage', rep, stage: 'lost', reason: 'price' }, later);
}

function attributesOf(random: () => number, pick: Pick): LeadAttributes {
  const source = random() < 0.1 ? {} : { source: pick(['webinar', 'form', 'fair']) };
  const country = random() < 0.1 ? {} : { country: pick(['ES', 'PT', 'DE']) };
  return { custom: {}, ...source, ...country };
}

/** The sample data: each lead claimed by its agent, called, and closed when and as the data says. */
export function sampleHistories(): History[] {
  const random = numbers(7);
  const outcomes = new Map(rows('outcomes.csv').map((row) => [row.external_id, row]));
  return rows('leads.csv').flatMap(({ external_id = '', received_on, industry = '', product = '' }): History[] => {
    const outcome = outcomes.get(external_id);
    if (!received_on || !outcome) return [];
    const receivedAt = new Date(Date.parse(`${received_on}T08:00:00Z`) + Math.floor(random() * 600) * MINUTE);
    const rep = outcome.rep ?? '';
    const after = (minutes: number) => new Date(receivedAt.getTime() + Math.round(minutes * MINUTE));
    const events: History['events'] = [
      {
        at: after(0.02),
        event: { type: 'routed', ruleset: 1, to: { kind: 'pool', pool: product }, trace: [], rule: product },
      },
      { at: after(1 + random() * 10), event: { type: 'claimed', rep } },
    ];
    // A tenth of them is not called at once.
    const calledAt = after(12 + (random() < 0.1 ? random() * 3_000 : random() * 10));
    events.push({ at: calledAt, event: { type: 'contacted', rep, how: 'call' } });
    const closedAt = new Date(`${outcome.closed_on}T23:00:00Z`);
    const stage = outcome.stage === 'Won' ? 'won' : 'lost';
    if (outcome.closed_on) {
      const amount = stage === 'won' ? { amount: Number(outcome.won_value_usd) } : {};
      const at = new Date(Math.max(closedAt.getTime(), calledAt.getTime()));
      events.push({ at, event: { type: 'stage', rep, stage, ...amount } });
    }
    return [
      { attributes: { custom: {}, externalId: external_id, source: industry, country: 'US' }, receivedAt, events },
    ];
  });
}

function rows(file: string): Record<string, string>[] {
  return parse(readFileSync(join(FOLDER, file)), { columns: true, bom: true });
}

const AT_ONCE = 500;

/** Writes histories as the program does: arrivals in batches, then the events, each lead's in their order. */
export async function storeHistories(store: Store, histories: readonly History[]): Promise<void> {
  for (let start = 0; start < histories.length; start += AT_ONCE) {
    const part = histories.slice(start, start + AT_ONCE).map((history) => ({ id: newId(), ...history }));
    await store.leads.insert(
      part.map(({ id, receivedAt, attributes }): NewLead => ({ id, at: receivedAt, attributes, keys: [] })),
    );
    await store.leads.append(part.flatMap(changesOf));
  }
}

function changesOf({ id, attributes, receivedAt, events }: History & { id: string }): LeadChange[] {
  let lead = applyEvent(null, { version: 1, at: receivedAt, event: { type: 'received', attributes } }, id);
  return events.map(({ at, event }) => {
    const entry = { version: lead.version + 1, at, event };
    lead = applyEvent(lead, entry, id);
    return { lead, entry };
  });
}

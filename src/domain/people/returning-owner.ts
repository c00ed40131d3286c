/** A new lead of somebody who is known goes to whoever has had them, or their company, last. */
import type { Destination } from '../lead-event.ts';
import { isMember, type OwnerTerms, type Ruleset } from '../ruleset.ts';
import type { TraceStep } from '../trace.ts';
import type { KnownLead } from './known-person.ts';

/** The rep who has had a person, or their company. */
export interface KnownOwner {
  rep: string;
  by: 'person' | 'company';
  /** When they got the last lead of theirs. */
  since: Date;
  /** The pool that it was in. */
  pool: string | null;
}

/**
 * @param earlier other leads of the person
 * @param companyLead the last lead of the company that somebody got
 * @param at when the new lead came in
 * @returns the person's owner before the company's, the latest first; `null` where nobody has had them within the time
 */
export function knownOwner(
  earlier: readonly KnownLead[],
  companyLead: KnownLead | null,
  { by, withinMs }: OwnerTerms,
  at: Date,
): KnownOwner | null {
  const ofPerson = by.includes('person') ? earlier.flatMap((lead) => ownerOf(lead, 'person')) : [];
  const ofCompany = by.includes('company') && companyLead ? ownerOf(companyLead, 'company') : [];
  const [latest] = ofPerson.sort((one, other) => other.since.getTime() - one.since.getTime());
  return (
    [...(latest ? [latest] : []), ...ofCompany].find(({ since }) => at.getTime() - since.getTime() <= withinMs) ?? null
  );
}

function ownerOf({ owner, ownedAt, pool }: KnownLead, by: KnownOwner['by']): KnownOwner[] {
  return owner === null || ownedAt === null ? [] : [{ rep: owner, by, since: ownedAt, pool }];
}

export type OwnersTurn =
  /** It goes to them. */
  | { kind: 'theirs'; to: Destination & { kind: 'rep' }; steps: TraceStep[] }
  /** It goes where the rules send it; the step says why. */
  | { kind: 'passed-over'; step: TraceStep }
  /** What screening or a rule sends to review or out stays there, whoever has had the person. */
  | { kind: 'not-asked' };

/**
 * Whether a lead goes to the owner.
 * @param to where the rules send it
 * @param away why the owner cannot take it now, in words that go after "they are"; `null`: they can
 */
export function ownersTurn(
  to: Destination,
  owner: KnownOwner,
  { scope }: OwnerTerms,
  ruleset: Ruleset,
  away: string | null,
): OwnersTurn {
  if (to.kind === 'review' || to.kind === 'disqualify') return { kind: 'not-asked' };
  const refusal = refusalOf(to, owner, scope, ruleset, away);
  if (refusal !== null) return { kind: 'passed-over', step: step(owner, false, refusal) };
  const { rep, by, since } = owner;
  const pool = poolFor(to, owner, ruleset);
  const because = `they have had this ${by} before`;
  return {
    kind: 'theirs',
    to: { kind: 'rep', rep, ...(pool === null ? {} : { pool }) },
    steps: [
      step(owner, true, `since ${since.toISOString().slice(0, 10)}`),
      { step: 'destination', kind: 'rep', name: rep, because },
    ],
  };
}

function refusalOf(
  to: Destination,
  { rep }: KnownOwner,
  scope: OwnerTerms['scope'],
  ruleset: Ruleset,
  away: string | null,
): string | null {
  if (!ruleset.reps.some(({ id }) => id === rep)) return 'they are no longer in the routing file';
  if (scope === 'pool' && to.kind === 'pool' && !isMemberOf(to.pool, rep, ruleset)) {
    return `they are no member of ${to.pool}, where the rules send it`;
  }
  if (scope === 'pool' && to.kind === 'rep' && to.rep !== rep) return 'a rule gives it to somebody else';
  return away === null ? null : `they are ${away}`;
}

/** Whose time limits hold: of the pool that it would have gone to, else of the one that the owner had the last lead in. */
function poolFor(to: Destination, owner: KnownOwner, ruleset: Ruleset): string | null {
  const pools = [to.kind === 'pool' ? to.pool : null, owner.pool];
  return pools.find((pool) => pool !== null && isMemberOf(pool, owner.rep, ruleset)) ?? null;
}

function isMemberOf(id: string, rep: string, ruleset: Ruleset): boolean {
  const pool = ruleset.pools.find((candidate) => candidate.id === id);
  return pool !== undefined && isMember(pool, rep);
}

function step({ rep, by }: KnownOwner, taken: boolean, because: string): TraceStep {
  return { step: 'known-owner', rep, by, taken, because };
}

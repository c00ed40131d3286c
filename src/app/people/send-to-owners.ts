/** New leads of people and companies that somebody has had before go to that rep; all others where the rules send them. */
import type { Lead } from '../../domain/lead.ts';
import { type KnownOwner, knownOwner, ownersTurn } from '../../domain/people/returning-owner.ts';
import type { Routed, Router } from '../../domain/rules/route-lead.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { ReceivedLead, Repositories } from '../../ports/store.ts';
import type { RouteWithDraws } from '../experiments/route-with-draws.ts';
import type { Absences, StandIn } from '../push/stand-in.ts';
import type { RecognisedLeads } from './recognise-received.ts';

export interface Deciding {
  ruleset: Ruleset;
  router: Router;
  route: RouteWithDraws;
  standIn: StandIn;
  absences: Absences;
}

/**
 * @param received leads of their own, in order
 * @param met what was found of all leads of the batch; `null`: nobody is recognised
 * @returns a decision per lead, in order
 */
export async function decideLeads(
  { ruleset, router, route, standIn, absences }: Deciding,
  tx: Repositories,
  received: readonly (ReceivedLead & { earlier: RecognisedLeads['found'][number]['earlier'] })[],
  now: Date,
): Promise<Routed[]> {
  const terms = ruleset.people?.owners ?? null;
  const owners = received.map(({ lead, earlier, companyLead }) =>
    terms ? knownOwner(earlier, companyLead, terms, lead.receivedAt) : null,
  );
  const away = terms?.whenAway === 'rules' && owners.some(Boolean) ? await absences(tx, now) : () => null;
  const turns = received.map(({ lead }, index) => {
    const owner = owners[index] as KnownOwner | null;
    if (!owner || !terms) return null;
    // Without a draw: a lead that goes to its owner takes part in no experiment.
    const routed = router.route(lead.attributes, { screening: lead.screening });
    return { routed, turn: ownersTurn(routed.to, owner, terms, ruleset, away(owner.rep)) };
  });
  const others = received.filter((_, index) => turns[index]?.turn.kind !== 'theirs').map(({ lead }) => lead);
  const rest = byLead(others, await route(tx, others, now));
  const decided = received.map(({ lead }, index): Routed => {
    const known = turns[index];
    if (known?.turn.kind === 'theirs') return toOwner(known.routed, known.turn);
    const routed = rest.get(lead.id) as Routed;
    return known?.turn.kind === 'passed-over' ? { ...routed, trace: [...routed.trace, known.turn.step] } : routed;
  });
  const covered = await standIn(tx, decided, now);
  if (terms?.whenAway !== 'owner') return covered;
  // What an owner gets all the same goes to nobody else; what a rule gives to a rep does.
  return covered.map((one, index) => (turns[index]?.turn.kind === 'theirs' ? (decided[index] as Routed) : one));
}

function toOwner(
  { arm: _arm, ...routed }: Routed,
  { to, steps }: { to: Routed['to']; steps: Routed['trace'] },
): Routed {
  const rules = routed.trace.filter(({ step }) => step !== 'arm');
  return { ...routed, to, trace: [...rules, ...steps] };
}

function byLead(leads: readonly Lead[], decisions: readonly Routed[]): Map<string, Routed> {
  return new Map(leads.map(({ id }, index) => [id, decisions[index] as Routed]));
}

/** One round-robin pool of equal members, and a rule that sends everything there. */
import { DEFAULT_OFFER } from '../../src/config/routing/push-schema.ts';
import type { Pool, Ruleset } from '../../src/domain/ruleset.ts';
import { testPool, testRuleset } from './leads.ts';

/** @param atOnce offers that a member may have unanswered */
export function equalTeam({ members, atOnce }: { members: number; atOnce: number }): { pool: Pool; ruleset: Ruleset } {
  const reps = Array.from({ length: members }, (_, n) => ({
    id: `rep-${n}`,
    name: `Rep ${n}`,
    email: `${n}@acme.example`,
  }));
  const pool = testPool({
    id: 'north',
    strategy: 'round-robin',
    members: reps.map(({ id }) => ({ rep: id, weight: 1 })),
    offer: { ...DEFAULT_OFFER, atOnce },
  });
  const rules = [{ name: 'Everyone', when: null, then: { kind: 'pool' as const, pool: pool.id } }];
  return { pool, ruleset: testRuleset({ reps, pools: [pool], rules }) };
}

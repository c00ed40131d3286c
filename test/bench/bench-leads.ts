/** The routing file and the leads of the bench, all invented: one rule, pool and channel per product. */
import { parseRoutingFile } from '../../src/config/routing/parse-routing-file.ts';
import type { LeadAttributes } from '../../src/domain/lead.ts';
import { parseLeadInput } from '../../src/domain/lead-input.ts';
import type { Ruleset } from '../../src/domain/ruleset.ts';

const REPS = 20;

export const REP_EMAILS = Array.from({ length: REPS }, (_, index) => `rep${index}@acme.example`);

/** @returns the channel of a pool, with `#` */
export const channelOf = (pool: number) => `#leads-${pool}`;

/** @returns JSON, which is YAML too. Every rep is in every pool */
export function benchRoutingFile(pools: number): string {
  const numbers = Array.from({ length: pools }, (_, index) => index);
  return JSON.stringify({
    version: 1,
    timezone: 'Europe/London',
    admins: ['maya@acme.example'],
    adminChannel: { slack: '#dibs-admins' },
    reps: REP_EMAILS.map((email, index) => ({ id: `rep${index}`, name: `Rep ${index}`, email })),
    pools: numbers.map((pool) => ({
      id: `pool${pool}`,
      strategy: 'cherry-pick',
      channels: { slack: channelOf(pool) },
      members: REP_EMAILS.map((_, index) => `rep${index}`),
    })),
    rules: [
      ...numbers.map((pool) => ({
        name: `Product ${pool}`,
        when: { product: `product ${pool}` },
        then: { pool: `pool${pool}` },
      })),
      { name: 'Everyone else', then: { pool: 'pool0' } },
    ],
  });
}

export function benchRuleset(pools: number): Ruleset {
  const result = parseRoutingFile(benchRoutingFile(pools));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.ruleset;
}

/** A lead as a sender sends it, for the pool of this number. @param index tells it from all others, see `indexIn` */
export function leadInput(index: number, pool: number): Record<string, unknown> {
  return {
    source: 'bench',
    externalId: String(index),
    // Nobody writes twice, and no two are of one company.
    email: `buyer@quarry${index}.example`,
    firstName: 'Quilla',
    lastName: 'Zembra',
    phone: `+34 91 ${String(index).padStart(7, '0')}`,
    jobTitle: 'Chief Marmalade Officer',
    company: `Quarry No. ${index}`,
    website: `https://quarry${index}.example`,
    employees: 830,
    industry: 'Confiture',
    country: 'Spain',
    product: `product ${pool}`,
    message: 'We need nine hundred jars by Thursday, and would like to know what they cost in blue.',
  };
}

export function leadAttributes(index: number, pool: number): LeadAttributes {
  const parsed = parseLeadInput(leadInput(index, pool));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.attributes;
}

/** Which lead a card shows. @returns its index; `null` when the text shows none */
export function indexIn(text: string): number | null {
  const index = /Quarry No\. (\d+)/.exec(text)?.[1];
  return index === undefined ? null : Number(index);
}

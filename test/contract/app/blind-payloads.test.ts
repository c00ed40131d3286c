/**
 * Design D6, end to end: a lead in a blind pool goes through store, router, card, renderer and Slack's SDK, and every byte that
 * leaves for Slack, and every log line, is searched for every value of the lead.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import { createLog } from '../../../src/obs/log.ts';
import { openTestStore } from '../../helpers/database.ts';
import { startDelivering } from '../../helpers/delivering.ts';
import { testRuleset } from '../../helpers/leads.ts';

const { store } = await openTestStore();
const lines: string[] = [];
const log = createLog({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } });
const ruleset = testRuleset({ rules: [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: 'world' } }] });
const dibs = await startDelivering(store, ruleset, log);
afterAll(() => dibs.close());

/** A text that appears nowhere by chance, in several scripts and with everything that markup could trip over. */
const secret = fc
  .tuple(
    fc.stringMatching(/^[a-z]{12}$/),
    fc.constantFrom('', ' & Söhne', ' <b>', ' 🧪 lab', ' שלום', ' *x* _y_', " O'Neill"),
  )
  .map(([token, decoration]) => `${token}${decoration}`);
const amount = fc.integer({ min: 1_000_003, max: 9_999_991 });

const hidden = fc.record({
  externalId: secret,
  name: secret,
  firstName: secret,
  lastName: secret,
  jobTitle: secret,
  company: secret,
  city: secret,
  region: secret,
  postalCode: secret,
  product: secret,
  source: secret,
  campaign: secret,
  message: secret,
  consent: secret,
  email: secret.map((text) => `${text.slice(0, 12)}@quarry.example`),
  phone: amount.map((digits) => `+3491${digits}`),
  website: secret.map((text) => `https://${text.slice(0, 12)}.example`),
  domain: secret.map((text) => `${text.slice(0, 12)}.example`),
  revenue: amount,
  employees: amount,
  custom: fc.record({ boiler: secret, batch: amount }),
});

/** Each value as it is, as cards write numbers, and as an escaped text would look. */
function spellings(lead: typeof hidden extends fc.Arbitrary<infer T> ? T : never): string[] {
  const { custom, ...rest } = lead;
  return [...Object.values(rest), ...Object.values(custom)].flatMap((value) =>
    typeof value === 'number'
      ? [String(value), new Intl.NumberFormat('en').format(value)]
      : [value.slice(0, 12), encodeURIComponent(value.slice(0, 12))],
  );
}

describe('a blind lead', () => {
  it('shows none of its values in anything sent or logged before the claim, and only to the winner after it', async () => {
    await fc.assert(
      fc.asyncProperty(hidden, async (lead) => {
        dibs.proxy.forget();
        lines.length = 0;
        const attributes: LeadAttributes = { ...lead, country: 'ES', industry: 'Glassworks', language: 'es' };
        const leadId = await dibs.arrive(attributes);
        await dibs.settle();

        const before = dibs.proxy.sent() + lines.join('');
        expect(dibs.proxy.calls('chat.postMessage')).toBe(1);
        expect(before).toContain('Glassworks');
        expect(spellings(lead).filter((value) => before.includes(value))).toEqual([]);

        await dibs.claim({ leadId, rep: 'bob', round: 1 });
        await dibs.settle();
        const channel = JSON.stringify(dibs.messages('#leads-world'));
        expect(spellings(lead).filter((value) => channel.includes(value))).toEqual([]);
        expect(JSON.stringify(dibs.messages('bob@acme.example'))).toContain(lead.company.slice(0, 12));
        expect(spellings(lead).filter((value) => lines.join('').includes(value))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

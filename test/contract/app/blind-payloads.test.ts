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
import { hiddenValues, spellings } from '../../helpers/hidden-values.ts';
import { testRuleset } from '../../helpers/leads.ts';

const { store } = await openTestStore();
const lines: string[] = [];
const log = createLog({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } });
const ruleset = testRuleset({ rules: [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: 'world' } }] });
const dibs = await startDelivering(store, ruleset, log);
afterAll(() => dibs.close());

describe('a blind lead', () => {
  it('shows none of its values in anything sent or logged before the claim, and only to the winner after it', async () => {
    await fc.assert(
      fc.asyncProperty(hiddenValues, async (lead) => {
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

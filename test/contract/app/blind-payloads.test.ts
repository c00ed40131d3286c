/**
 * Design D6, end to end: a lead in a blind pool goes through store, router, card, renderers and SDKs, and every byte that leaves for
 * Slack or Teams (texts, summaries, what is spoken, fallbacks, what buttons carry), and every log line, is searched for every value of the lead.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import type { Rule } from '../../../src/domain/ruleset.ts';
import { createLog } from '../../../src/obs/log.ts';
import { openTestStore } from '../../helpers/database.ts';
import { startDelivering } from '../../helpers/delivering.ts';
import { hiddenValues, spellings } from '../../helpers/hidden-values.ts';
import { testRuleset } from '../../helpers/leads.ts';
import { scriptedInbox } from '../chat/scripted-inbox.ts';
import { startTeams } from '../chat/teams-harness.ts';

const { store } = await openTestStore();
const lines: string[] = [];
const logged = () => lines.join('') + microsoft.log();
const log = createLog({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } });
const everyone: Rule = { name: 'Everyone', when: null, then: { kind: 'pool', pool: 'world' } };
const { pools, reps } = testRuleset();
const inTeams = { slack: ['#leads-world'], teams: ['Sales/Leads World'] };
/** What counts says something of the lead; the score alone does not. */
const counted = 'Writes from a small town';
const ruleset = testRuleset({
  rules: [everyone],
  screening: {
    by: {
      kind: 'rules',
      rules: [
        { name: counted, when: { kind: 'test', field: 'country', test: { op: 'in', values: ['ES'] } }, points: 37 },
      ],
      thresholds: { qualified: 20, disqualified: null },
    },
    allow: { emails: [], domains: [], phones: [] },
    block: { emails: [], domains: [], phones: [] },
  },
  pools: pools.map((pool) => (pool.id === 'world' ? { ...pool, channels: inTeams } : pool)),
});
const microsoft = await startTeams({ users: reps, limits: 'off' });
microsoft.teams.start(scriptedInbox(), () => {});
await microsoft.fake.install({ team: 'Sales' });
const dibs = await startDelivering(store, ruleset, log, { others: [microsoft.teams.platform] });
afterAll(async () => {
  await dibs.close();
  await microsoft.close();
});

describe('a blind lead', () => {
  it('shows none of its values in anything sent or logged before the claim, and only to the winner after it', async () => {
    await fc.assert(
      fc.asyncProperty(hiddenValues, async (lead) => {
        dibs.proxy.forget();
        microsoft.fake.forget();
        lines.length = 0;
        const attributes: LeadAttributes = { ...lead, country: 'ES', industry: 'Glassworks', language: 'es' };
        const leadId = await dibs.arrive(attributes);
        await dibs.settle();

        expect(dibs.proxy.calls('chat.postMessage')).toBe(1);
        for (const sent of [dibs.proxy.sent(), microsoft.fake.sent()]) {
          expect(sent).toContain('Glassworks');
          expect(sent).toContain('37');
          expect(sent).not.toContain(counted);
          expect(spellings(lead).filter((value) => sent.includes(value))).toEqual([]);
        }
        expect(spellings(lead).filter((value) => logged().includes(value))).toEqual([]);

        await dibs.claim({ leadId, rep: 'bob', round: 1 });
        await dibs.settle();
        const shown = (conversation: string) => JSON.stringify(microsoft.fake.messages(conversation));
        const channels = [
          JSON.stringify(dibs.messages('#leads-world')),
          shown(microsoft.fake.channelId('Sales/Leads World')),
        ];
        for (const channel of channels) {
          expect(channel).toContain('Taken by');
          expect(spellings(lead).filter((value) => channel.includes(value))).toEqual([]);
        }
        const company = lead.company.slice(0, 12);
        expect(JSON.stringify(dibs.messages('bob@acme.example'))).toContain(company);
        expect(shown(microsoft.fake.personalChat('bob@acme.example'))).toContain(company);
        expect(spellings(lead).filter((value) => logged().includes(value))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

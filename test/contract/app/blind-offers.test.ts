/**
 * Design D6 for push: a lead of a blind pool is offered, and everything that the rep and other members can get to see of it before it
 * is accepted is searched for every value of the lead: the card, "Why me?", every form, `/lead show`.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createFormInbox } from '../../../src/app/chat/form-inbox.ts';
import { createReviewInbox } from '../../../src/app/chat/review-inbox.ts';
import { showLead } from '../../../src/app/chat/show-lead.ts';
import { createWhy } from '../../../src/app/chat/why-here.ts';
import { createAnswerOffer } from '../../../src/app/push/answer-offer.ts';
import { changeLeads } from '../../../src/app/record-changes.ts';
import { createWorkLead } from '../../../src/app/work-lead.ts';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import type { LeadEvent } from '../../../src/domain/lead-event.ts';
import { FORM_PURPOSES } from '../../../src/domain/lead-forms.ts';
import type { Rule } from '../../../src/domain/ruleset.ts';
import { createLog } from '../../../src/obs/log.ts';
import { TEAM } from '../../../src/playground/identity.ts';
import { openTestStore } from '../../helpers/database.ts';
import { startDelivering } from '../../helpers/delivering.ts';
import { hiddenValues, spellings } from '../../helpers/hidden-values.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';

const { store, database } = await openTestStore();
const lines: string[] = [];
const log = createLog({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } });

// Why a rule did not match repeats values of the lead.
const rules: Rule[] = ['product', 'source', 'city', 'campaign'].map((field) => ({
  name: `Not this ${field}`,
  when: { kind: 'test', field, test: { op: 'in', values: ['something else'] } },
  then: { kind: 'disqualify', reason: 'no' },
}));
const pool = testPool({
  id: 'push',
  strategy: 'round-robin',
  blind: true,
  reveal: ['country', 'industry'],
  members: [
    { rep: 'bob', weight: 1 },
    { rep: 'cleo', weight: 1 },
  ],
});
const ruleset = testRuleset({
  pools: [pool],
  rules: [...rules, { name: 'Everyone', when: null, then: { kind: 'pool', pool: 'push' } }],
});
const dibs = await startDelivering(store, ruleset, log);
afterAll(() => dibs.close());

const context = { ...dibs, directory: dibs.delivery.directory, answerOffer: createAnswerOffer(dibs) };
const review = createReviewInbox({ ...context, reviewLead: dibs.review });
const inbox = { ...createFormInbox({ ...context, workLead: createWorkLead(dibs) }, review), why: createWhy(context) };

/** All that chat answers to a rep about the lead, short of taking it. */
async function everythingShownTo(rep: string, leadId: string, delivery: string): Promise<string> {
  const userId = dibs.playground.userId(`${rep}@acme.example`);
  const person = { platform: 'slack' as const, team: TEAM.id, userId };
  const click = { person, id: 'g', at: dibs.clock.now(), delivery, message: null };
  const who = await context.directory.identify(person);
  return JSON.stringify([
    await inbox.why(click),
    ...(await Promise.all(FORM_PURPOSES.map((purpose) => inbox.ask(click, purpose)))),
    await inbox.submit({ ...click, purpose: 'decline', values: { reason: 'none of ours' } }),
    await inbox.submit({ ...click, purpose: 'contacted', values: { how: 'call' } }),
    await showLead(dibs, who, leadId),
  ]);
}

describe('a blind lead that is offered', () => {
  it('shows none of its values to anybody before it is accepted, and all to the winner after it', async () => {
    await fc.assert(
      fc.asyncProperty(hiddenValues, async (lead) => {
        dibs.proxy.forget();
        lines.length = 0;
        const attributes: LeadAttributes = { ...lead, country: 'ES', industry: 'Glassworks', language: 'es' };
        const leadId = await dibs.arrive(attributes);
        const until = new Date(dibs.clock.now().getTime() + 3_600_000).toISOString();
        const offered: LeadEvent = { type: 'offered', rep: 'bob', until, charge: null, trace: [] };
        await changeLeads(dibs, [{ leadId }], () => ({ event: offered, outcome: null }), null);
        await dibs.settle();
        const { id: delivery } = await database.prisma.delivery.findFirstOrThrow({ where: { leadId, kind: 'offer' } });

        expect(dibs.proxy.calls('chat.postMessage')).toBe(1);
        const sent = dibs.proxy.sent();
        expect(sent).toContain('Glassworks');
        const shown = await Promise.all(['bob', 'cleo', 'ana'].map((rep) => everythingShownTo(rep, leadId, delivery)));
        expect(shown[0]).toContain('The rules sent it to push.');
        const before = [sent, ...shown, ...lines].join('');
        expect(spellings(lead).filter((value) => before.includes(value))).toEqual([]);

        await context.answerOffer.accept(leadId, 'bob', 2);
        await dibs.settle();
        expect(JSON.stringify(dibs.messages('bob@acme.example'))).toContain(lead.company.slice(0, 12));
        const others = await Promise.all(['cleo', 'ana'].map((rep) => everythingShownTo(rep, leadId, delivery)));
        const after = [...others, ...lines].join('');
        expect(spellings(lead).filter((value) => after.includes(value))).toEqual([]);
        expect(await everythingShownTo('bob', leadId, delivery)).toContain(lead.city.slice(0, 12));
        // The winner's contact changes their card: that is not to be sent while the next lead is looked at.
        await dibs.settle();
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

/**
 * Dibs in a window of Teams that Microsoft made: cards in a channel and in personal chats, their forms, and words typed to Dibs.
 * The Agents Playground has no tenant and no credentials, so that who somebody is counts as said.
 */
import { networkInterfaces } from 'node:os';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LeadDescription } from '../../src/app/describe-lead.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startTrial, TeamsPage, type TeamsTrial } from './agents-playground.ts';
import { type Colleague, colleague } from './teams-colleague.ts';

const ROUTING_FILE = `
version: 1
timezone: Europe/London
admins: [maya@acme.example]
reps:
  - { id: ana, name: Ana Ruiz, email: ana@acme.example }
  - { id: bob, name: Bob Stone, email: bob@acme.example }
pools:
  - { id: iberia, strategy: cherry-pick, channels: { teams: Sales/Leads Iberia }, members: [ana, bob] }
  - { id: north, strategy: round-robin, channels: { teams: Sales/General }, members: [ana, bob], offer: { atOnce: 20 } }
  - { id: rest, strategy: cherry-pick, channels: { slack: "#leads-rest" }, members: [ana] }
adminChannel: { slack: "#dibs-admins" }
# One person sends all leads here.
duplicates: off
owners: off
rules:
  - { name: Iberia, when: { city: Quarryville }, then: { pool: iberia } }
  - { name: North, when: { city: Northbridge }, then: { pool: north } }
  # The leads of the first start are not to be in the way.
  - { name: Everyone else, then: { pool: rest } }
`;

const LEAD = { firstName: 'Quilla', lastName: 'Zembra', email: 'quilla@vornado.example', company: 'Vornado Preserves' };

/** A date follows. Before that the card is about to be drawn anew, which would close its form. */
const CONTACTED = /Contacted (Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

const NAMES: Record<string, string> = { ana: 'Ana Ruiz', bob: 'Bob Stone' };

describe('Dibs in the Agents Playground', () => {
  let browser: Browser;
  let trial: TeamsTrial;
  /** Of the test under way. */
  let bob: Colleague | undefined;

  beforeAll(async () => {
    browser = await launchBrowser();
    trial = await startTrial(ROUTING_FILE);
  });
  afterEach(async () => {
    bob?.leave();
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await trial?.remove();
  });

  /** A page at a channel: where it is opened first, Dibs hears of the team. */
  async function open(email?: string): Promise<TeamsPage> {
    const page = await TeamsPage.open(browser, trial, email);
    await page.openConversation('Leads Iberia');
    return page;
  }

  /** @param city decides the pool @returns the lead's id */
  async function sendLead(city: string): Promise<string> {
    const response = await fetch(`${trial.dibs}/v1/leads`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...LEAD, city }),
    });
    const { id } = (await response.json()) as { id: string };
    return id;
  }

  async function described(leadId: string): Promise<LeadDescription> {
    const response = await fetch(`${trial.dibs}/v1/leads/${leadId}`);
    return (await response.json()) as LeadDescription;
  }

  /** Resolves once the lead is offered to this rep. */
  async function offeredTo(leadId: string, rep: string): Promise<void> {
    await expect.poll(async () => (await described(leadId)).offeredTo, { timeout: 15_000 }).toBe(rep);
  }

  it('a card in the channel, two reps who click Claim at once: one wins, and both windows show who', async () => {
    const pages = await Promise.all([open(), open('bob@acme.example')]);
    const leadId = await sendLead('Quarryville');
    const racers = await Promise.all(pages.map(async (page) => ({ page, card: await page.sees(leadId, 'Open') })));
    const answers = await Promise.all(racers.map(({ page, card }) => page.click(card, 'Claim')));
    const { status, owner, timeline } = await described(leadId);
    expect(status).toBe('owned');
    expect(timeline.filter(({ type }) => type === 'claimed')).toHaveLength(1);
    const name = NAMES[owner ?? ''] ?? '';
    for (const page of pages) await page.sees(leadId, `Taken by: ${name}`);
    expect(answers.filter((answer) => answer.includes('It is yours'))).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes(`${name} claimed this lead`))).toHaveLength(1);
  });

  it('the winner gets everything in their personal chat, and works the lead there', async () => {
    const ana = await open();
    const leadId = await sendLead('Quarryville');
    const card = await ana.sees(leadId, 'Open');
    expect(await card.textContent()).not.toContain(LEAD.email);
    await ana.click(card, 'Claim');
    await ana.sees(leadId, 'Taken by: Ana Ruiz');

    await ana.openConversation('Personal Chat');
    const mine = await ana.sees(leadId, LEAD.email);
    await ana.sendForm(mine, 'Contacted…', { choice: 'E-mail', send: 'Record' });
    await ana.sees(leadId, CONTACTED);
    await ana.sendForm(mine, 'Release', { choice: 'No time for it now', note: 'Call after three.' });
    await ana.sees(leadId, 'No longer yours');
    expect((await described(leadId)).status).toBe('pooled');
  });

  it('an offer in a personal chat, declined with a reason: the next rep is offered it, and takes it', async () => {
    const ana = await open();
    bob = await colleague(trial, 'bob@acme.example');
    await bob.type('away', 'You are away');
    const leadId = await sendLead('Northbridge');
    await offeredTo(leadId, 'ana');
    await bob.type('back', 'You are back');

    await ana.openConversation('Personal Chat');
    const offer = await ana.sees(leadId, 'Yours to take until');
    await ana.sendForm(offer, 'Decline', { choice: 'I do not speak the language', note: 'Only Basque.' });
    await ana.sees(leadId, 'It is no longer offered to you');

    await offeredTo(leadId, 'bob');
    await bob.click(leadId, 'Accept');
    await expect.poll(async () => (await described(leadId)).owner, { timeout: 15_000 }).toBe('bob');
    const types = (await described(leadId)).timeline.map(({ type }) => type);
    expect(types).toEqual(['received', 'routed', 'offered', 'declined', 'offered', 'accepted']);
  });

  it('“away” passes a rep over, typed to Dibs in person, and “@Dibs back” in a channel brings them back, answered in person', async () => {
    const ana = await open();
    bob = await colleague(trial, 'bob@acme.example');
    await ana.openConversation('Personal Chat');
    await ana.type('away for 2h dentist');
    await ana.isTold('You are away until');
    for (let count = 0; count < 3; count += 1) await offeredTo(await sendLead('Northbridge'), 'bob');
    await ana.type('queue');
    await ana.isTold(/Ana Ruiz \(you\).*dentist/);

    await ana.openConversation('Leads Iberia');
    await ana.mention('back');
    await ana.openConversation('Personal Chat');
    await ana.isTold('You are back');
    await bob.type('away', 'You are away');
    await offeredTo(await sendLead('Northbridge'), 'ana');
    await bob.type('back', 'You are back');
  });

  it('neither of them is reached from another machine', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const outer = addresses.filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const url of [trial.dibs, trial.teams]) {
      expect((await fetch(url)).status).toBe(200);
      for (const { address } of outer) {
        await expect(fetch(`http://${address}:${new URL(url).port}`)).rejects.toThrow('fetch failed');
      }
    }
  });
});

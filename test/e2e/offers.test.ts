/**
 * Offers in a browser: to one rep at a time, in direct messages, with a clock; and reps who step out and come back. A round-robin pool
 * of three, so that it shows who is passed over.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LeadDescription } from '../../src/app/describe-lead.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { type DemoProcess, startDemo } from './demo-process.ts';
import { RepPage } from './rep-page.ts';

const ROUTING_FILE = `
version: 1
timezone: Europe/London
admins: [maya@acme.example]
reps:
  - { id: ana, name: Ana Ruiz, email: ana@acme.example }
  - { id: bob, name: Bob Stone, email: bob@acme.example }
  - { id: chloe, name: Chloé Martin, email: chloe@acme.example }
pools:
  - id: north
    strategy: round-robin
    channels: { slack: "#leads-north" }
    members: [ana, bob, chloe]
    offer: { atOnce: 20 }
  - { id: rest, strategy: cherry-pick, channels: { slack: "#leads-rest" }, members: [ana] }
rules:
  # The leads of the first start are not to be in the way.
  - { name: North, when: { city: Quarryville }, then: { pool: north } }
  - { name: Everyone else, then: { pool: rest } }
`;

/** What a lead says to come into the pool of these tests. */
const NORTH = { city: 'Quarryville' };

const IDS = ['ana', 'bob', 'chloe'] as const;
type RepId = (typeof IDS)[number];

describe('offers in the browser', () => {
  let browser: Browser;
  let dibs: DemoProcess;

  beforeAll(async () => {
    browser = await launchBrowser();
    dibs = await startDemo(ROUTING_FILE);
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await dibs?.remove();
  });

  function open(person: string): Promise<RepPage> {
    return RepPage.open(browser, { url: dibs.url, person, channel: 'leads-north' });
  }

  async function described(leadId: string): Promise<LeadDescription> {
    const response = await fetch(`${dibs.url}/v1/leads/${leadId}`);
    return (await response.json()) as LeadDescription;
  }

  /** Resolves once the lead is offered to somebody other than these. @returns to whom */
  async function offeredTo(page: RepPage, leadId: string, ...notTo: RepId[]): Promise<RepId> {
    for (let look = 0; look < 200; look += 1) {
      const { offeredTo: rep } = await described(leadId);
      const found = IDS.find((id) => id === rep);
      if (found && !notTo.includes(found)) return found;
      await page.page.waitForTimeout(50);
    }
    throw new Error(`lead ${leadId} is offered to nobody else`);
  }

  it('offered, declined with a reason, offered to the next, accepted; the card says until when, and why', async () => {
    const maya = await open('maya');
    const leadId = await maya.sendLead(NORTH);
    const first = await offeredTo(maya, leadId);
    const one = await open(first);
    await one.openDirect();
    const offer = await one.sees(leadId, 'Yours to take until');
    await offer.getByTestId('action-why').click();
    await one.isTold('the rotation owed you');
    await offer.getByTestId('action-decline').click();
    const dialog = one.page.getByTestId('modal');
    await dialog.getByTestId('action-reason').selectOption('wrong-language');
    await dialog.getByTestId('modal-submit').click();
    await one.sees(leadId, 'It is no longer offered to you');

    const second = await offeredTo(maya, leadId, first);
    const two = await open(second);
    await two.openDirect();
    await (await two.sees(leadId, 'Yours to take until')).getByTestId('action-accept').click();
    await two.sees(leadId, 'Accepted');
    await two.sees(leadId, 'Yours since');
    const { status, owner, timeline } = await described(leadId);
    expect({ status, owner }).toEqual({ status: 'owned', owner: second });
    expect(timeline.map(({ type }) => type)).toEqual([
      'received',
      'routed',
      'offered',
      'declined',
      'offered',
      'accepted',
    ]);
  });

  it('an offer that nobody answers goes on to the next after five minutes of the playground’s clock', async () => {
    const maya = await open('maya');
    const leadId = await maya.sendLead(NORTH);
    const first = await offeredTo(maya, leadId);
    const one = await open(first);
    await one.openDirect();
    await one.sees(leadId, 'Yours to take until');
    await maya.page.getByTestId('move-time').selectOption({ label: '+ 5 minutes' });
    await offeredTo(maya, leadId, first);
    await one.sees(leadId, 'It is no longer offered to you');
  });

  it('/away, which Slack keeps for itself, and /lead away for 2h both pass a rep over; both come back', async () => {
    const [ana, bob] = await Promise.all([open('ana'), open('bob')]);
    // What is on their hands from before is over.
    await ana.page.getByTestId('move-time').selectOption({ label: '+ 1 day' });
    await ana.type('/away');
    await bob.type('/lead away for 2h dentist');
    await bob.isTold('away');
    const leads: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const leadId = await bob.sendLead(NORTH);
      leads.push(leadId);
      expect(await offeredTo(bob, leadId)).toBe('chloe');
    }
    await bob.type('/lead queue');
    await bob.isTold('dentist');

    await bob.type('/lead back');
    await bob.isTold('back');
    await ana.type('/away');
    await ana.type('/lead back');
    await ana.isTold('back');
    const seen = new Set<RepId>();
    for (let count = 0; count < 2; count += 1) seen.add(await offeredTo(bob, await bob.sendLead(NORTH)));
    expect([...seen].sort()).toEqual(['ana', 'bob']);
    expect(leads).toHaveLength(3);
  });
});

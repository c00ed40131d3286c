/** The review channel in a browser: a lead that screening does not let through is corrected, rejected, brought back and approved. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LeadDescription } from '../../src/app/describe-lead.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { type DemoProcess, startDemo } from './demo-process.ts';
import { PHONE, RepPage } from './rep-page.ts';

/** In the demo's file: −30 for the address, +10 for the wish. */
const FREE_MAIL = {
  email: 'ines.ejemplo@gmail.com',
  company: 'Imaginary Parcels',
  employees: '140',
  country: 'ES',
  revenue: '2700',
  message: 'Could we have a demo next week?',
};

const SOMEBODY_ELSE = { email: 'otto.ejemplo@gmail.com', phone: '+34 911 000 222', company: 'Imaginary Boats' };

describe('the review channel in the browser', () => {
  let browser: Browser;
  let dibs: DemoProcess;

  beforeAll(async () => {
    browser = await launchBrowser();
    dibs = await startDemo();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await dibs?.remove();
  });

  const open = (person: string, channel: string, options?: typeof PHONE) =>
    RepPage.open(browser, { url: dibs.url, person, channel }, options);

  async function stored(leadId: string): Promise<LeadDescription> {
    return (await fetch(`${dibs.url}/v1/leads/${leadId}`)).json() as Promise<LeadDescription>;
  }

  it('says why the lead is here; corrected it is screened again and stays; rejected it can be brought back; approved it goes to its pool', async () => {
    const maya = await open('maya', 'dibs-admins');
    const leadId = await maya.sendLead(FREE_MAIL);
    const card = await maya.sees(leadId, 'Why here: Score −20: between −50 and 0');
    for (const text of ['−30: Free-mail address', '+10: Wants to be called or shown']) {
      expect(await card.textContent()).toContain(text);
    }

    await card.getByTestId('action-edit').click();
    const dialog = maya.page.getByTestId('modal');
    expect(await dialog.getByTestId('action-email').inputValue()).toBe(FREE_MAIL.email);
    await dialog.getByTestId('action-email').fill('ines at work');
    await dialog.getByTestId('action-employees').fill('480');
    await dialog.getByTestId('modal-submit').click();
    await dialog.getByText('Expected one address such as').waitFor();
    expect(await dialog.getByTestId('action-employees').inputValue()).toBe('480');
    await dialog.getByTestId('action-email').fill('ines@imaginaryparcels.example');
    await dialog.getByTestId('modal-submit').click();
    await dialog.waitFor({ state: 'detached' });
    await maya.sees(leadId, 'Score: 30');

    await maya.cards(leadId).getByTestId('action-disqualify').click();
    await dialog.getByTestId('action-reason').selectOption('vendor');
    await dialog.getByTestId('action-note').fill('Sells boxes.');
    await dialog.getByTestId('modal-submit').click();
    await dialog.waitFor({ state: 'detached' });
    const out = await maya.sees(leadId, 'Rejected by maya@acme.example: Wants to sell us something: Sells boxes.');
    await maya.type('/lead rejected');
    await maya.isTold(leadId);

    await out.getByTestId('action-bring-back').click();
    await maya.sees(leadId, 'This lead came back to review: see the newest card.');
    const again = await maya.sees(leadId, 'Why here: brought back');
    const ana = await open('ana', 'dibs-admins');
    await ana.cards(leadId).filter({ hasText: 'brought back' }).getByTestId('action-approve').click();
    await ana.isTold('Only admins can decide a review.');
    await again.getByTestId('action-approve').click();
    // The card of the round before says so too.
    await maya.cards(leadId).filter({ hasText: 'Approved by maya@acme.example. Sent to iberia.' }).last().waitFor();
    await ana.go('leads-iberia');
    await ana.sees(leadId, 'Score: 30');

    const { status, screening, attributes, timeline } = await stored(leadId);
    expect([status, screening?.approvedBy]).toEqual(['pooled', 'maya@acme.example']);
    expect(attributes).toMatchObject({ email: 'ines@imaginaryparcels.example', employees: 480 });
    expect(timeline.map(({ type }) => type)).toEqual([
      'received',
      'routed',
      'edited',
      'decided',
      'restored',
      'approved',
      'routed',
    ]);
  });

  it('on a phone of 390 px the review card fits, with Approve in reach', async () => {
    const maya = await open('maya', 'dibs-admins', PHONE);
    const sender = await open('maya', 'dibs-admins');
    // Of somebody else: the same person's would go into the lead of before.
    const leadId = await sender.sendLead({ ...FREE_MAIL, ...SOMEBODY_ELSE });
    const approve = (await maya.sees(leadId, 'Why here')).getByTestId('action-approve');
    const box = await approve.boundingBox();
    const width = await maya.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(PHONE.viewport.width);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.viewport.width);
  });
});

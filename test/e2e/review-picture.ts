/** The picture of the review channel: what screening found, before an admin decides. */
import type { Browser } from 'playwright-core';
import { startDemo } from './demo-process.ts';
import { RepPage } from './rep-page.ts';

const LUCIA = {
  firstName: 'Lucía',
  lastName: 'Ficticia',
  email: 'lucia.ficticia@gmail.com',
  phone: '+34 555 010 198',
  jobTitle: 'Head of Sales',
  company: 'Pretend Gearworks',
  employees: '60',
  industry: 'Manufacturing',
  country: 'ES',
  city: 'Valencia',
  product: 'pro',
  revenue: '2700',
  message: 'Could we have a demo next week? Mornings are best.',
};

const PABLO = {
  ...LUCIA,
  firstName: 'Pablo',
  lastName: 'Muestra',
  email: 'pablo.muestra@gmail.com',
  company: 'Unreal Teapots',
};

/** A demo of its own, in whose admins' channel nothing else has happened. */
export async function pictureReview(
  browser: Browser,
  take: (rep: RepPage, name: string) => Promise<void>,
): Promise<void> {
  const demo = await startDemo();
  try {
    const { url } = demo;
    const maya = await RepPage.open(browser, { url, person: 'maya', channel: 'dibs-admins' });
    const pablo = await maya.sendLead(PABLO);
    await (await maya.sees(pablo, 'Why here')).getByTestId('action-disqualify').click();
    const dialog = maya.page.getByTestId('modal');
    await dialog.getByTestId('action-reason').selectOption('vendor');
    await dialog.getByTestId('modal-submit').click();
    await maya.sees(pablo, 'Rejected by');
    const lucia = await maya.sendLead(LUCIA);
    await maya.sees(lucia, 'Why here');
    await take(maya, 'review');
  } finally {
    await demo.remove();
  }
}

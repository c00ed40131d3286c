/** Makes the pictures of `docs/images/` from a demo of its own. Run by hand: `npm run screenshots`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { startDemo } from './demo-process.ts';
import { pictureDigest } from './digest-picture.ts';
import { pictureForm } from './form-picture.ts';
import { PHONE, RepPage } from './rep-page.ts';
import { pictureReview } from './review-picture.ts';
import { pictureTeams } from './teams-pictures.ts';

const IMAGES = join(import.meta.dirname, '../../docs/images');

/** Sent in this order. Empty fields show nothing. */
const RUI = {
  firstName: 'Rui',
  lastName: 'Amostra',
  email: 'rui.amostra@fabledclinics.example',
  phone: '+351 555 010 212',
  jobTitle: 'Founder',
  company: 'Fabled Clinics',
  employees: '25',
  industry: 'Healthcare',
  country: 'PT',
  city: 'Porto',
  product: 'basic',
  revenue: '300',
  message: 'Is there a trial?',
};

const BEATRIZ = {
  ...RUI,
  firstName: 'Beatriz',
  lastName: 'Exemplo',
  jobTitle: 'Head of Sales',
  company: 'Notional Teapots',
  employees: '60',
  industry: '',
  city: '',
  product: '',
  revenue: '',
  message: '',
};

const INES = {
  firstName: 'Inés',
  lastName: 'Ejemplo',
  email: 'ines.ejemplo@imaginaryparcels.example',
  phone: '+34 555 010 147',
  jobTitle: 'Operations Manager',
  company: 'Imaginary Parcels',
  employees: '140',
  industry: 'Logistics',
  country: 'ES',
  city: '',
  product: 'pro',
  revenue: '',
  message: 'We are comparing three vendors and would like a demo next week.',
};

/** For the round-robin pool: offered to one rep after the other. */
const LENA = {
  ...INES,
  firstName: 'Lena',
  lastName: 'Muster',
  email: 'lena.muster@imaginaryparcels.example',
  country: 'DE',
  city: 'Hamburg',
  employees: '85',
  message: 'Could you call me on Thursday?',
};

/** For the blind pool: only country, industry and employees show. */
const NIGEL = {
  ...INES,
  firstName: 'Nigel',
  lastName: 'Testington',
  country: 'GB',
  industry: 'Finance',
  employees: '480',
};

const browser = await launchBrowser();
const demo = await startDemo();
try {
  await mkdir(IMAGES, { recursive: true });
  await pictureForm(browser, demo.url, fileOf('form'));
  await takePictures(browser, demo.url);
  await pictureDigest(browser, take);
  await pictureReview(browser, take);
  await pictureTeams(browser, fileOf);
} finally {
  await browser.close();
  await demo.remove();
}

async function takePictures(browser: Browser, url: string): Promise<void> {
  const maya = await RepPage.open(browser, { url, person: 'maya', channel: 'dibs-admins' });
  await toMorning(maya);
  const ana = await RepPage.open(browser, { url, person: 'ana', channel: 'leads-iberia' });
  const rui = await maya.sendLead(RUI);
  await (await ana.sees(rui, 'Open')).getByTestId('action-claim').click();
  await ana.sees(rui, 'Taken by: Ana Ruiz');
  await ana.sees(await maya.sendLead(BEATRIZ), 'Open');
  const ines = await maya.sendLead(INES);
  const nigel = await maya.sendLead(NIGEL);

  const bob = await RepPage.open(browser, { url, person: 'bob', channel: 'leads-iberia' });
  await bob.sees(ines, 'Open');
  await take(bob, 'playground');

  await bob.go('leads-world');
  await bob.sees(nigel, 'Open');
  await take(bob, 'blind-card');

  await ana.openDirect();
  const mine = await ana.sees(rui, 'In hand');
  await mine.getByTestId('action-contacted').selectOption('call');
  await mine.getByTestId('action-stage').selectOption('meeting');
  await ana.sees(rui, 'Stage: Meeting booked');
  await take(ana, 'winner-dm');

  const chloe = await RepPage.open(browser, { url, person: 'chloe', channel: 'leads-dach' });
  await chloe.type('/lead away for 2h dentist');
  await chloe.isTold('away');
  const dieter = await RepPage.open(browser, { url, person: 'dieter', channel: 'leads-dach' });
  const lena = await maya.sendLead(LENA);
  await dieter.openDirect();
  const offer = await dieter.sees(lena, 'Yours to take until');
  await offer.getByTestId('action-why').click();
  await dieter.isTold('You were next');
  await take(dieter, 'offer');

  const phone = await RepPage.open(browser, { url, person: 'bob', channel: 'leads-iberia' }, PHONE);
  await phone.sees(ines, 'Open');
  await take(phone, 'phone');
}

/** Pictures are of an office day, whenever they are taken. */
async function toMorning({ page }: RepPage): Promise<void> {
  const hours = (10 - new Date().getHours() + 24) % 24;
  for (let hour = 0; hour < hours; hour += 1) await page.getByTestId('move-time').selectOption({ label: '+ 1 hour' });
}

async function take({ page }: RepPage, name: string): Promise<void> {
  // Whatever the pointer was on looks different.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: fileOf(name), animations: 'disabled', caret: 'hide' });
}

function fileOf(name: string): string {
  return join(IMAGES, `${name}.png`);
}

/** A week of a small team in the playground, and the digest that follows it on Monday morning. */

import type { Browser } from 'playwright-core';
import { numbers } from '../helpers/lead-histories.ts';
import { startDemo } from './demo-process.ts';
import { PHONE, RepPage } from './rep-page.ts';

/** Leads of each day, from Monday. */
const LEADS = [6, 5, 7, 4, 5, 1, 1];

/** Pixels: a whole digest. */
const TALL = 1180;

/** How the digest of a week with leads begins. */
export const CAME_IN = /\d+ leads came in/;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const COMPANIES = ['Notional Teapots', 'Fabled Clinics', 'Imaginary Parcels', 'Sample Foods', 'Quarry Preserves'];
const SOURCES = ['webinar', 'website', 'trade fair'];

/** @param take makes a picture of a page under a name */
export async function pictureDigest(
  browser: Browser,
  take: (page: RepPage, name: string) => Promise<void>,
): Promise<void> {
  const demo = await startDemo();
  try {
    const { url } = demo;
    const maya = await RepPage.open(browser, { url, person: 'maya', channel: 'dibs-admins' });
    const time = createTime(url);
    await time.toMonday(9);
    await liveAWeek(browser, url, time);
    await time.toMonday(8);
    await maya.page.getByText(CAME_IN).waitFor();
    await maya.page.setViewportSize({ width: 1280, height: TALL });
    await take(maya, 'digest');
    const phone = await RepPage.open(browser, { url, person: 'maya', channel: 'dibs-admins' }, PHONE);
    await phone.page.getByText(CAME_IN).waitFor();
    await phone.page.setViewportSize({ width: PHONE.viewport.width, height: TALL });
    await take(phone, 'digest-phone');
  } finally {
    await demo.remove();
  }
}

/** Leads come in to Iberia, and Ana and Bob work on most of them. */
export async function liveAWeek(browser: Browser, url: string, time: ReturnType<typeof createTime>): Promise<void> {
  const reps = await Promise.all(
    ['ana', 'bob'].map((person) => RepPage.open(browser, { url, person, channel: 'leads-iberia' })),
  );
  const random = numbers(5);
  let count = 0;
  for (const [day, leads] of LEADS.entries()) {
    if (day > 0) await time.pass(24 * HOUR_MS);
    for (let lead = 0; lead < leads; lead += 1) {
      count += 1;
      const id = await sendLead(url, count, SOURCES[Math.floor(random() * SOURCES.length)] ?? '');
      await time.pass((1 + Math.floor(random() * 2)) * MINUTE_MS);
      const rep = reps[random() < 0.6 ? 0 : 1];
      if (rep && random() > 0.1) await work(rep, id, { random, pass: time.pass });
    }
  }
}

/** A rep claims a lead, and mostly calls; some are won at once. */
async function work(
  rep: RepPage,
  id: string,
  { random, pass }: { random: () => number; pass: (ms: number) => Promise<void> },
): Promise<void> {
  await (await rep.sees(id, 'Open')).getByTestId('action-claim').click();
  await rep.sees(id, 'Taken by');
  await pass(Math.floor(random() ** 3 * 9) * MINUTE_MS);
  if (random() < 0.85) await rep.type(`/lead contacted ${id} call`);
  if (random() < 0.15) await rep.type(`/lead won ${id} ${Math.round(random() * 90) * 100}`);
}

async function sendLead(url: string, count: number, source: string): Promise<string> {
  const lead = {
    externalId: `digest-${count}`,
    email: `buyer${count}@example.example`,
    name: 'Inés Ejemplo',
    company: COMPANIES[count % COMPANIES.length],
    country: 'ES',
    employees: 40 + count,
    source,
  };
  const answer = await fetch(`${url}/v1/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(lead),
  });
  if (answer.status !== 202) throw new Error(`a lead was answered ${answer.status}`);
  const { id } = (await answer.json()) as { id: string };
  return id;
}

/** Dibs's clock, which only goes ahead. */
export function createTime(url: string) {
  let ahead = 0;
  async function pass(aheadByMs: number): Promise<void> {
    if (aheadByMs <= 0) return;
    ahead += aheadByMs;
    await fetch(`${url}/playground/time`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ aheadByMs }),
    });
  }
  return {
    pass,
    /** A little after this hour of the next Monday, in UTC, which is the demo's time in winter. */
    async toMonday(hour: number): Promise<void> {
      const now = new Date(Date.now() + ahead);
      const monday = new Date(now);
      monday.setUTCHours(hour, 1, 0, 0);
      monday.setUTCDate(now.getUTCDate() + ((8 - now.getUTCDay()) % 7));
      if (monday <= now) monday.setUTCDate(monday.getUTCDate() + 7);
      await pass(monday.getTime() - now.getTime());
    },
  };
}

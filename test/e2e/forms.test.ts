/**
 * Forms in a browser: by keyboard, on a phone, in the dark, in a page of another site, and checked by axe for whoever cannot see or use a
 * mouse. One Dibs for all, with the demo's form and one for frames.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LeadDescription } from '../../src/app/describe-lead.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { type DemoProcess, startDemo } from './demo-process.ts';
import { RepPage } from './rep-page.ts';

const DEMO = join(import.meta.dirname, '../../src/config/demo.yaml');

const DESKTOP = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

describe('a form in the browser', () => {
  let browser: Browser;
  let site: Server;
  let siteUrl: string;
  let dibs: DemoProcess;

  beforeAll(async () => {
    browser = await launchBrowser();
    site = createServer((request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(pageOfSite(request.url ?? '', dibs.url));
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    siteUrl = `http://localhost:${(site.address() as AddressInfo).port}`;
    const demo = await readFile(DEMO, 'utf8');
    const routingFile = demo.replace('    source: website\n', `    source: website\n${framedForm(siteUrl)}`);
    dibs = await startDemo(routingFile, { DIBS_TRUST_PROXY: '1' });
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await dibs?.remove();
    site?.close();
  });

  let visitors = 0;

  /** As somebody who was never here before, so that nobody is held up by what others send. */
  async function open(path: string, options: BrowserContextOptions = DESKTOP): Promise<Page> {
    visitors += 1;
    const extraHTTPHeaders = { 'x-forwarded-for': `198.51.100.${visitors}` };
    const context = await browser.newContext({ locale: 'en-GB', extraHTTPHeaders, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(path.startsWith('http') ? path : dibs.url + path);
    return page;
  }

  /** Lets as much time pass as a person needs to fill in a form. */
  async function passTime(): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ aheadByMs: 5_000 });
    expect((await fetch(`${dibs.url}/playground/time`, { method: 'POST', headers, body })).status).toBe(200);
  }

  describe.each([
    ['on a desktop', DESKTOP],
    ['in the dark', { ...DESKTOP, colorScheme: 'dark' as const }],
    ['on a phone of 360 px', PHONE],
    ['on a phone in the dark', { ...PHONE, colorScheme: 'dark' as const }],
  ])('%s', (_, options) => {
    it.each(['en', 'es'])('has no finding of axe in %s: empty, with mistakes, and thanking', async (lang) => {
      const page = await open(`/f/contact?lang=${lang}`, options);
      expect(await findings(page)).toEqual([]);
      await page.locator('[name="phone"]').fill('call me');
      await page.locator('.send').click();
      await page.locator('.summary').waitFor();
      expect(await findings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
      await page.goto(`${dibs.url}/f/contact/thanks?lang=${lang}`);
      expect(await findings(page)).toEqual([]);
      await page.goto(`${dibs.url}/f/nowhere`);
      expect(await findings(page)).toEqual([]);
    });
  });

  it('is sent by keyboard alone: Tab reaches each field in order, nothing hidden, and Enter sends', async () => {
    const page = await open('/f/contact?lang=en');
    const reached: string[] = [];
    const next = async () => {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(
          () => document.activeElement?.getAttribute('name') ?? document.activeElement?.tagName ?? '',
        ),
      );
    };
    const typed = ['Kay', 'Board', 'kay@keys.example', '+34 911 234 567', 'Keys', 'Spain', 'G', 'No mouse here'];
    for (const text of typed) {
      await next();
      await page.keyboard.type(text);
    }
    await next();
    await page.keyboard.press('Space');
    await next();
    await next();
    expect(reached).toEqual([
      ...['firstName', 'lastName', 'email', 'phone', 'company', 'country', 'product', 'message', 'consent'],
      'A',
      'BUTTON',
    ]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Thank you');
  });

  it('with mistakes brings the focus to what is wrong, and from there to each field; everything typed is still there', async () => {
    const page = await open('/f/contact?lang=en');
    await page.locator('[name="email"]').fill('nobody at all');
    await page.locator('[name="message"]').fill('First line\nsecond line');
    await page.locator('[name="country"]').selectOption('PT');
    await page.locator('[name="company"]').press('Enter');
    await page.locator('.summary').waitFor();
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('summary');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const email = page.locator('[name="email"]');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email');
    expect(await email.inputValue()).toBe('nobody at all');
    expect(await page.locator('[name="message"]').inputValue()).toBe('First line\nsecond line');
    expect(await page.locator('[name="country"]').inputValue()).toBe('PT');
    const describedBy = (await email.getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`[id="${describedBy}"]`).textContent()).toContain('ana@company.example');
  });

  it('keeps what was typed in another language, and needs no script for any of it', async () => {
    const page = await open('/f/contact', { ...DESKTOP, javaScriptEnabled: false });
    await page.locator('[name="firstName"]').fill('Inés');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByRole('heading', { name: 'Hable con nuestro equipo' }).waitFor();
    expect(await page.locator('[name="firstName"]').inputValue()).toBe('Inés');
    expect(await page.locator('.summary').count()).toBe(0);
    await fill(page, { email: 'ines@quarry.example' });
    await page.locator('.send').click();
    await page.getByRole('heading', { name: 'Gracias' }).waitFor();
  });

  it('becomes a card in the playground, and a double click makes no second one', async () => {
    const ana = await RepPage.open(browser, { url: dibs.url, person: 'ana', channel: 'leads-iberia' });
    const page = await open('/f/contact?lang=es&utm_campaign=spring');
    await fill(page, {
      firstName: 'Quilla',
      email: 'quilla@vornado.example',
      company: 'Vornado Preserves',
      country: 'ES',
    });
    await passTime();
    await page.locator('.send').dblclick();
    await page.getByRole('heading', { name: 'Gracias' }).waitFor();
    const cards = ana.page.locator('[data-testid^="message-"]', { hasText: 'Vornado Preserves' });
    await cards.first().waitFor();
    expect(await cards.count()).toBe(1);
    const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec((await cards.textContent()) ?? '')?.[0];
    const lead = (await (await fetch(`${dibs.url}/v1/leads/${id}`)).json()) as LeadDescription;
    expect(lead.attributes?.custom).toEqual({ utm_campaign: 'spring' });
    expect(lead.attributes).toMatchObject({ source: 'website', campaign: 'spring', language: 'es', country: 'ES' });
  });

  it('is where the playground says', async () => {
    const maya = await RepPage.open(browser, { url: dibs.url, person: 'maya', channel: 'dibs-admins' });
    await maya.page.getByTestId('open-lead-form').click();
    const opened = maya.page.waitForEvent('popup');
    await maya.page.getByTestId('open-form').first().click();
    await (await opened).getByRole('heading', { name: 'Talk to our team' }).waitFor();
  });

  it('stands in a page of another site by one line: as high as it is, in the page’s language, and knows where its visitor came from', async () => {
    const page = await open(`${siteUrl}/pricing?utm_source=fair&plan=pro&secret=1`);
    const form = page.frameLocator('iframe');
    await form.getByRole('heading', { name: 'Hola' }).waitFor();
    expect(await page.locator('iframe').getAttribute('title')).toBe('Hola');
    const high = () => page.locator('iframe').evaluate((frame) => frame.getBoundingClientRect().height);
    const before = await high();
    await form.locator('.send').click();
    await form.locator('.summary').waitFor();
    await expect.poll(high).toBeGreaterThan(before);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).tagName)).toBe('IFRAME');
    const inner = await form.locator('main').evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    expect(inner).toBe(0);
    expect(await findings(page)).toEqual([]);
    expect(await form.locator('[name="page"]').getAttribute('value')).toBe(`${siteUrl}/pricing`);
    expect(await form.locator('[name="utm_source"]').getAttribute('value')).toBe('fair');
    expect(await form.locator('[name="custom.plan"]').getAttribute('value')).toBe('pro');
    expect(page.frames()[1]?.url()).not.toContain('secret');
    await form.locator('[name="email"]').fill('frame@vornado.example');
    await form.locator('.send').click();
    await form.getByRole('heading', { name: 'Gracias' }).waitFor();
    expect(
      await page.evaluate(() => Object.keys(window).filter((name) => /titles|frame$/.test(name) && name !== 'frames')),
    ).toEqual([]);
  });

  it('leads the whole page on from within its frame, and follows no word of anybody else', async () => {
    const page = await open(`${siteUrl}/leading-on`);
    await page.route('https://acme.example/**', (route) =>
      route.fulfill({ body: 'Thanks from Acme', contentType: 'text/html' }),
    );
    const form = page.frameLocator('iframe');
    await form.locator('[name="email"]').fill('on@vornado.example');
    await page.evaluate(() => window.postMessage({ dibsGo: 'https://elsewhere.example/', dibsHeight: 5_000 }, '*'));
    await form.locator('.send').click();
    await page.waitForURL('https://acme.example/thanks');
  });

  it('stands in a frame that was written by hand too, without any script around it', async () => {
    const page = await open(`${siteUrl}/by-hand`);
    const form = page.frameLocator('iframe');
    await form.locator('[name="email"]').fill('hand@vornado.example');
    await form.locator('.send').click();
    await form.getByRole('heading', { name: 'Thank you' }).waitFor();
  });

  it('does not show in a page that it does not allow', async () => {
    const page = await open(`${siteUrl}/stolen`);
    await page.locator('iframe').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.frameLocator('iframe').locator('form').count()).toBe(0);
  });
});

/** Forms that this site may show: one in two languages, one that leads on. */
function framedForm(siteUrl: string): string {
  return `
  - id: framed
    languages: [en, es]
    title: { en: Hello, es: Hola }
    fields: [{ field: email, required: true }, { field: custom.plan, kind: hidden, query: plan }, message]
    allow: ["${siteUrl}"]
  - { id: leading, title: Hello, fields: [email], redirect: "https://acme.example/thanks", allow: ["${siteUrl}"] }
`;
}

/** Pages of a company's own site, on another origin. */
function pageOfSite(path: string, dibsUrl: string): string {
  const bodies: Record<string, string> = {
    '/by-hand': `<iframe src="${dibsUrl}/f/framed?lang=en" title="Contact" width="600" height="700"></iframe>`,
    '/stolen': `<iframe src="${dibsUrl}/f/contact" title="Contact"></iframe>`,
    '/leading-on': `<script src="${dibsUrl}/f/leading/embed.js" async></script>`,
    '/pricing': `<script src="${dibsUrl}/f/framed/embed.js" data-pass="plan" async></script>`,
  };
  const body = bodies[path.split('?')[0] ?? ''] ?? '';
  return `<!doctype html><html lang="es-ES"><title>Acme</title><body><main><h1>Acme</h1>${body}</main></body></html>`;
}

/** Fills in what is given, and ticks the consent. */
async function fill(page: Page, typed: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(typed)) {
    const field = page.locator(`[name="${name}"]`);
    if (name === 'country') await field.selectOption(text);
    else await field.fill(text);
  }
  await page.locator('[name="consent"]').check();
}

/** What axe finds, of any weight: rules of WCAG 2.2 AA and good practice. Runs beside the page's own policy, which allows no script. */
async function findings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) {
    await frame.evaluate(axe.source);
    const { violations } = await frame.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
    found.push(
      ...violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    );
  }
  return found;
}

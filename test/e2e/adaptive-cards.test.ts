/** Teams cards as a rep on a phone sees and uses them, drawn by the official renderer in a browser. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readAction } from '../../src/chat/teams/read-action.ts';
import { renderCard } from '../../src/chat/teams/render-card.ts';
import { renderNote } from '../../src/chat/teams/render-reply.ts';
import type { Card } from '../../src/domain/card.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { DELIVERY } from '../helpers/cards.ts';
import { EVERY_CARD, TEAMS_MARKUP } from '../unit/teams/cards.ts';
import { openCard, type SentAction } from './adaptive-card-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});
afterAll(async () => {
  await browser?.close();
});

function cardNamed(name: string): Card {
  const card = EVERY_CARD[name];
  if (!card) throw new Error(`no card ${name}`);
  return card;
}

const open = (card: Card, client = {}) => openCard(browser, renderCard(card).card, client);

/** What the bot gets to see of it: Teams wraps what the renderer hands over. */
function received({ type, verb, data }: SentAction): unknown {
  return type === 'Action.Execute' ? { action: { type, verb, data } } : data;
}

describe.each(Object.keys(EVERY_CARD))('the card %s on a phone', (name) => {
  it('is drawn without a complaint, all of it within the width, with a button for each action', async () => {
    const card = cardNamed(name);
    const { page, complaints, markdown } = await open(card);
    expect(complaints).toEqual([]);
    expect(await page.getByText(card.title, { exact: true }).isVisible()).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    const tucked = card.actions.filter((action) => 'tucked' in action).length;
    // What is tucked is behind one button of its own.
    expect(await page.getByRole('button').count()).toBe(card.actions.length - tucked + (tucked > 0 ? 1 : 0));
    const errors = ['Choose one first.', 'Fill this in first.', 'Pick a day and a time.'];
    for (const text of await markdown())
      expect(['🟢 Open', '🎯 For you', '🤝 In hand', '🏁 Closed', '⚠️ Needs attention', ...errors]).toContain(text);
  });
});

describe('a button', () => {
  it('sends its action and delivery, and nothing of the forms beside it', async () => {
    const { page, sent } = await open(cardNamed('offer'));
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: 'Why me?' }).click();
    const data = (action: string) => ({ action, delivery: DELIVERY });
    expect(await sent()).toEqual([
      { type: 'Action.Execute', verb: 'accept', data: data('accept') },
      { type: 'Action.Execute', verb: 'why', data: data('why') },
    ]);
  });

  it('sends a message with the same in a client from before Action.Execute', async () => {
    const { page, sent, complaints } = await open(cardNamed('pool-open'), { isOld: true });
    expect(complaints).toHaveLength(2);
    await page.getByRole('button', { name: 'Claim' }).click();
    const [first] = await sent();
    expect(first?.type).toBe('Action.Submit');
    expect(first && readAction(received(first))).toMatchObject({ action: 'claim', delivery: DELIVERY });
  });
});

describe('a form in a card', () => {
  it.each([
    [
      'owner-working',
      'Stage…',
      'Where does this lead stand?',
      'Won',
      'Set stage',
      { action: 'stage', choice: null, values: { stage: 'won' } },
    ],
    [
      'owner',
      'Contacted…',
      'How?',
      'E-mail',
      'Record',
      { action: 'contacted', choice: null, values: { how: 'email' } },
    ],
    [
      'owner-limited',
      'Snooze…',
      'Remind me again',
      'Tomorrow 9:00',
      'Snooze',
      { action: 'snooze', choice: null, values: { until: 'tomorrow' } },
    ],
    [
      'review',
      'Send to pool…',
      'Which pool gets this lead?',
      'world',
      'Send',
      { action: 'send-to-pool', choice: 'world', values: {} },
    ],
  ])('of %s opens at “%s” and sends what was chosen', async (name, opener, question, choice, send, outcome) => {
    const { page, sent } = await open(cardNamed(name));
    await page.getByRole('button', { name: opener }).click();
    await page.getByLabel(question).selectOption(choice);
    await page.getByRole('button', { name: send, exact: true }).click();
    expect((await sent()).map(received).map(readAction)).toEqual([{ delivery: DELIVERY, ...outcome }]);
  });

  it('of a stage shows the present one as chosen', async () => {
    const { page } = await open(cardNamed('owner-working'));
    await page.getByRole('button', { name: 'Stage…' }).click();
    expect(await page.getByLabel('Where does this lead stand?').inputValue()).toBe('meeting');
  });

  it.each([
    ['owner', 'Release', 'Why do you give it back?', 'Could not reach them', 'unreachable', 'release', {}],
    ['offer', 'Decline', 'Why do you not take it?', 'Something else', 'other', 'decline', {}],
    ['owner', 'Release', 'Why do you give it back?', 'Something else', 'other', 'release', { isOld: true }],
  ])(
    'of %s, “%s”, wants a reason before it sends anything',
    async (name, word, question, label, reason, action, client) => {
      const { page, sent } = await open(cardNamed(name), client);
      await page.getByRole('button', { name: word }).click();
      const send = page.getByRole('button', { name: word }).last();
      await send.click();
      expect(await page.getByText('Choose one first.').isVisible()).toBe(true);
      expect(await sent()).toEqual([]);
      await page.getByLabel(question).selectOption({ label });
      await page.getByLabel('Anything the next rep should know').fill('Rang twice.\n<b>No</b> answer.');
      await send.click();
      expect((await sent()).map(received).map(readAction)).toEqual([
        { action, delivery: DELIVERY, choice: null, values: { reason, note: 'Rang twice.\n<b>No</b> answer.' } },
      ]);
    },
  );
});

describe('what a lead brings', () => {
  const markup = TEAMS_MARKUP.filter((text) => text.length < 100);
  const hostile: Card = {
    ...cardNamed('pool-open'),
    title: markup[0] ?? '',
    fields: markup.map((value) => ({ label: 'Company', value })),
    quote: markup.join('\n'),
    footer: markup.map((text) => ({ text })),
    actions: [],
  };

  it('is shown character by character: no link, format, moment, picture or script comes of it', async () => {
    const { page, markdown } = await open(hostile);
    const shown = (await page.locator('#card').innerText()).replace(/\s+/g, ' ');
    for (const text of markup) expect(shown).toContain(`Company: ${text.replace(/\s+/g, ' ')}`);
    expect(await page.locator('#card').locator('a, img, script, b, strong, em, i, ul, li').count()).toBe(0);
    expect(await markdown()).toEqual(['🟢 Open']);
  });

  it('becomes a link only where the domain made one of it', async () => {
    const { page } = await open(cardNamed('owner'));
    const links = page.locator('#card a');
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual([
      'tel:+34915550147',
      'mailto:quilla.zembra@vornado.example',
      'https://vornado.example',
    ]);
  });
});

describe('a moment', () => {
  it.each([
    ['Europe/Madrid', 'Received Mon, 2 Mar 2026 10:00'],
    ['Asia/Tokyo', 'Received Mon, 2 Mar 2026 18:00'],
  ])('is on the clock of a reader in %s', async (timezoneId, text) => {
    const { page } = await open(cardNamed('pool-open'), { timezoneId });
    expect(await page.locator('#card').innerText()).toContain(text);
  });

  it('in a private answer stands on the line that it belongs to', async () => {
    const at = new Date('2026-03-02T09:00:00Z');
    const { page } = await openCard(
      browser,
      renderNote([{ text: 'Your click counts.' }, { label: 'Decided', at }]).card,
    );
    expect((await page.locator('#card').innerText()).split(/\n+/)).toEqual([
      'Your click counts.',
      'Decided Mon, 2 Mar 2026 10:00',
    ]);
  });
});

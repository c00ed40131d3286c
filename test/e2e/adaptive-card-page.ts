/** A card on a phone, drawn by the official renderer in a browser; it stands for Teams, which is made of the same renderer. */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { AdaptiveCard } from '../../src/chat/teams/adaptive-card.ts';
import { TEAMS_HOST_CONFIG } from './teams-host-config.ts';

const RENDERER = fileURLToPath(new URL('../../node_modules/adaptivecards/dist/adaptivecards.min.js', import.meta.url));

/** The renderer lays out; colours and shapes of buttons are the host's. */
const STYLE = `
  body { margin: 0; padding: 8px; background: #f5f5f5 }
  #card { background: #fff; border: 1px solid #ddd; border-radius: 6px; overflow: hidden }
  .ac-actionSet { flex-wrap: wrap; gap: 8px }
  .ac-actionSet > :not(button) { display: none }
  .ac-pushButton { border: 1px solid #bbb; border-radius: 4px; background: #fff; padding: 6px 12px; font: 600 14px sans-serif }
  .ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff }
  .ac-pushButton.style-destructive { color: #c4314b }
  .ac-input { width: 100%; padding: 6px; box-sizing: border-box }
  a { color: #4f52b2 }`;

declare global {
  interface Window {
    AdaptiveCards: typeof import('adaptivecards');
    /** What was sent so far, oldest first. */
    sent: SentAction[];
    markdown: string[];
  }
}

/** What a button sent, as the renderer tells its host. */
export interface SentAction {
  type: string;
  verb: string | null;
  data: unknown;
}

export interface CardPage {
  page: Page;
  /** What the renderer had to complain about while reading the card. */
  complaints: string[];
  sent(): Promise<SentAction[]>;
  /** Every text that the renderer took for Markdown. */
  markdown(): Promise<string[]>;
}

interface Client {
  /** One from before Action.Execute. */
  isOld?: boolean;
  timezoneId?: string;
}

/** Opens the card in a window of a phone's width, closed with the browser. */
export async function openCard(browser: Browser, card: AdaptiveCard, client: Client = {}): Promise<CardPage> {
  const { isOld = false, timezoneId = 'Europe/Madrid' } = client;
  const context = await browser.newContext({ viewport: { width: 375, height: 760 }, locale: 'en-GB', timezoneId });
  const page = await context.newPage();
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>${STYLE}</style><div id="card"></div>`);
  await page.addScriptTag({ path: RENDERER });
  const complaints = await page.evaluate(drawCard, { card, config: TEAMS_HOST_CONFIG, isOld });
  return {
    page,
    complaints,
    sent: () => page.evaluate(() => window.sent),
    markdown: () => page.evaluate(() => window.markdown),
  };
}

/** Runs in the browser. */
function drawCard({ card, config, isOld }: { card: AdaptiveCard; config: object; isOld: boolean }): string[] {
  const { AdaptiveCard, ExecuteAction, GlobalRegistry, HostConfig, SerializationContext, SubmitAction } =
    window.AdaptiveCards;
  window.sent = [];
  window.markdown = [];
  AdaptiveCard.onProcessMarkdown = (text) => {
    window.markdown.push(text);
  };
  const context = new SerializationContext();
  if (isOld) {
    const known = new window.AdaptiveCards.CardObjectRegistry<InstanceType<typeof window.AdaptiveCards.Action>>();
    GlobalRegistry.populateWithDefaultActions(known);
    known.unregister('Action.Execute');
    context.setActionRegistry(known);
  }
  const drawn = new AdaptiveCard();
  drawn.hostConfig = new HostConfig(config);
  drawn.onExecuteAction = (action) => {
    if (action instanceof ExecuteAction || action instanceof SubmitAction) {
      const verb = action instanceof ExecuteAction ? action.verb : null;
      window.sent.push({ type: action.getJsonTypeName(), verb, data: action.data });
    }
  };
  drawn.parse(card, context);
  const element = drawn.render();
  if (element) document.querySelector('#card')?.append(element);
  return Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
}

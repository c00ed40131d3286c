/** The playground's page as one person uses it: what tests and screenshots click, type and look for. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true };

/** How long anything may take to show up, on a busy machine. */
const PATIENCE_MS = 15_000;

/** The page in a browser of the person's own, closed with the browser. */
export class RepPage {
  readonly page: Page;
  readonly #url: string;
  readonly #person: string;

  private constructor(page: Page, url: string, person: string) {
    this.page = page;
    this.#url = url;
    this.#person = person;
  }

  /** @param person handle, e.g. `ana` @param channel name without `#` */
  static async open(
    browser: Browser,
    { url, person, channel }: { url: string; person: string; channel: string },
    options: BrowserContextOptions = DESKTOP,
  ): Promise<RepPage> {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    const rep = new RepPage(await context.newPage(), url, person);
    await rep.go(channel);
    return rep;
  }

  /** Loads the page anew, as after a restart or in the morning. @param channel name without `#` */
  async go(channel: string): Promise<void> {
    await this.page.goto(`${this.#url}/?as=${this.#person}&channel=${channel}`);
    await this.page.getByTestId('composer').waitFor();
  }

  async openDirect(): Promise<void> {
    await this.page.getByTestId('direct-dibs').click();
    await this.page.getByRole('heading', { name: 'Dibs', exact: true }).waitFor();
  }

  /** Messages of the open conversation that show this lead, by the id at the foot of every card. */
  cards(leadId: string): Locator {
    return this.page.locator('[data-testid^="message-"]', { hasText: leadId });
  }

  /** Resolves once a card of this lead says this. */
  async sees(leadId: string, text: string | RegExp, withinMs = PATIENCE_MS): Promise<Locator> {
    const card = this.cards(leadId).filter({ hasText: text });
    await card.waitFor({ timeout: withinMs });
    return card;
  }

  /** Resolves once a private note says this. */
  async isTold(text: string | RegExp): Promise<Locator> {
    const note = this.page.getByTestId('note').filter({ hasText: text });
    await note.waitFor();
    return note;
  }

  async type(text: string): Promise<void> {
    const composer = this.page.getByTestId('composer');
    await composer.fill(text);
    await composer.press('Enter');
  }

  /** Sends a lead with the page's form. @param lead over the example's values, by field name @returns its id */
  async sendLead(lead: Record<string, string>): Promise<string> {
    await this.page.getByTestId('open-lead-form').click();
    const form = this.page.getByTestId('lead-form');
    await form.getByTestId('fill-example').click();
    await form.locator('[name="email"]:not([value=""])').waitFor();
    for (const [name, value] of Object.entries(lead)) {
      const field = form.locator(`[name="${name}"]`);
      if (name === 'country' || name === 'product') await field.selectOption(value);
      else await field.fill(value);
    }
    await form.getByTestId('send-lead').click();
    const id = await form.getByTestId('lead-outcome').locator('code').textContent();
    await this.page.getByTestId('open-lead-form').click();
    return id ?? '';
  }
}

/**
 * Holds what these pages send to the server until each of them has sent it, so that it goes out at the same moment.
 * @param path e.g. `/playground/click`
 */
export async function sendTogether(pages: readonly RepPage[], path: string): Promise<void> {
  let missing = pages.length;
  let start = () => {};
  const allSent = new Promise<void>((resolve) => {
    start = resolve;
  });
  for (const { page } of pages) {
    await page.route(
      `**${path}`,
      async (route) => {
        missing -= 1;
        if (missing === 0) start();
        await allSent;
        await route.continue();
      },
      { times: 1 },
    );
  }
}

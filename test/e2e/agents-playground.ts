/**
 * Dibs in Microsoft's Agents Playground, as `npm run try:teams` starts both, and its page as one person uses it. A page shows what
 * comes while it is open, and of personal chats only that of the person whose window it is; what is sent to others is in its log.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { fetchAgentsPlayground, findAgentsPlayground } from '../../src/main/agents-playground.ts';

const ROOT = join(import.meta.dirname, '../..');

/** How long anything may take to show up, on a busy machine. */
const PATIENCE_MS = 15_000;

export interface TeamsTrial {
  /** Dibs: its API, and its Slack. */
  dibs: string;
  /** The Agents Playground. */
  teams: string;
  /** Ends both and deletes their data. */
  remove(): Promise<void>;
}

/**
 * Resolves once both answer. The Agents Playground is taken from the folder that `AGENTS_PLAYGROUND` names, else fetched once.
 * @param routingFile its text; its first rep is the one whose window it is
 * @throws Error with what was said when it ends before that
 */
export async function startTrial(routingFile: string): Promise<TeamsTrial> {
  const tool = process.env.AGENTS_PLAYGROUND ?? join(tmpdir(), 'dibs-agents-playground');
  await mkdir(tool, { recursive: true });
  if (!(await findAgentsPlayground(tool))) await fetchAgentsPlayground(tool);
  const dataDir = await mkdtemp(join(tmpdir(), 'dibs-teams-'));
  const config = join(dataDir, 'dibs.yaml');
  await writeFile(config, routingFile);
  // Nothing else of this process's environment: tokens or a DATABASE_URL would make it another Dibs.
  const env = {
    PATH: process.env.PATH,
    PORT: '0',
    DIBS_DATA_DIR: dataDir,
    DIBS_CONFIG: config,
    AGENTS_PLAYGROUND: tool,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main/try-teams.ts'], { cwd: ROOT, env });
  return {
    ...(await announced(child)),
    async remove() {
      const gone = once(child, 'close');
      if (child.exitCode === null && child.kill()) await gone;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function announced(child: ChildProcess): Promise<{ dibs: string; teams: string }> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const [, dibs] = /open (http:\S+)/.exec(said) ?? [];
      const [, teams] = /Teams: open (http:\S+)/.exec(said) ?? [];
      if (dibs && teams) resolve({ dibs, teams });
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.on('close', () => reject(new Error(`The trial ended before it was ready. It said:\n${said}`)));
  });
}

/** How the Agents Playground calls the person with this address. */
export function teamsId(email: string): string {
  return `29:${email}`;
}

/** The page in a browser of the person's own, closed with the browser. */
export class TeamsPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** @param email somebody else than the one whose window it is: their clicks are this person's */
  static async open(browser: Browser, { teams }: TeamsTrial, email?: string): Promise<TeamsPage> {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1400, height: 900 } });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    if (email !== undefined) await actAs(page, teamsId(email));
    // Fonts from a server of Microsoft's; the page does without them.
    await page.route('https://**', (route) => route.abort());
    await page.goto(teams, { waitUntil: 'domcontentloaded', timeout: 60_000 });
    await page.getByText('installationUpdate 200').first().waitFor();
    return new TeamsPage(page);
  }

  /** Opens a channel or chat of the list at the left, e.g. `Leads Iberia`, `Personal Chat`. */
  async openConversation(name: string): Promise<void> {
    await this.page.getByRole('treeitem').filter({ hasText: name }).click();
  }

  /** Cards of the open conversation that show this lead, by the id at the foot of every card. */
  cards(leadId: string): Locator {
    return this.page.locator('.ac-adaptiveCard', { hasText: leadId });
  }

  /** Resolves once a card of this lead says this. */
  async sees(leadId: string, text: string | RegExp): Promise<Locator> {
    const card = this.cards(leadId).filter({ hasText: text });
    await card.waitFor();
    return card;
  }

  /**
   * Clicks a button of a card.
   * @returns what the click was answered: shown over the card for a moment, unless the card is drawn anew before that
   */
  async click(card: Locator, button: string): Promise<string> {
    const answered = this.page.waitForResponse('**/_conversation/v1/invoke');
    await card.getByRole('button', { name: button, exact: true }).click();
    return (await answered).text();
  }

  /** Resolves once this is said in the open conversation. */
  async isTold(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).last().waitFor();
  }

  /** Opens the form behind a button, fills it in, and sends it. */
  async sendForm(
    card: Locator,
    button: string,
    { choice, note, send = button }: { choice: string; note?: string; send?: string },
  ): Promise<void> {
    await card.getByRole('button', { name: button, exact: true }).click();
    const form = card.locator('.ac-adaptiveCard');
    await form.getByRole('combobox').click();
    await this.page.getByRole('option', { name: choice, exact: true }).click();
    if (note !== undefined) await form.getByRole('textbox').fill(note);
    await form.getByRole('button', { name: send, exact: true }).click();
  }

  /** Types a message in the open personal chat. */
  async type(text: string): Promise<void> {
    await this.page.getByRole('textbox').last().click();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Starts a post in the open channel that mentions Dibs. */
  async mention(text: string): Promise<void> {
    await this.page.getByRole('textbox').first().click();
    await this.page.keyboard.type('@');
    await this.page.getByRole('menuitem', { name: 'Dibs' }).click();
    await this.page.keyboard.type(` ${text}`);
    await this.page.getByRole('button', { name: 'Post', exact: true }).click();
  }

  screenshot(path: string): Promise<Buffer> {
    return this.page.screenshot({ path });
  }
}

/** Each click says whose it is; the server looks the rest up by that. */
async function actAs(page: Page, id: string): Promise<void> {
  await page.route('**/_conversation/v1/invoke', (route) => {
    const click = route.request().postDataJSON();
    return route.continue({ postData: JSON.stringify({ ...click, from: { id } }) });
  });
}

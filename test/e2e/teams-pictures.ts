/** The same in a window of Teams: a card in its channel, and the digest of a week on Monday morning. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { DEMO_FILE } from '../../src/config/routing/load-routing-file.ts';
import { startTrial, TeamsPage } from './agents-playground.ts';
import { CAME_IN, createTime, liveAWeek } from './digest-picture.ts';

/** @param fileOf the path of a picture, by its name */
export async function pictureTeams(browser: Browser, fileOf: (name: string) => string): Promise<void> {
  const demo = await readFile(DEMO_FILE, 'utf8');
  const trial = await startTrial(demo.replace('to: ["#dibs-admins"] }', 'to: ["#dibs-admins", Sales/General] }'));
  try {
    const teams = await TeamsPage.open(browser, trial);
    const { page } = teams;
    await teams.openConversation('Leads Iberia');
    await page.getByText('Claim').first().waitFor();
    await teams.screenshot(fileOf('teams'));
    await teams.openConversation('General');
    const time = createTime(trial.dibs);
    await time.toMonday(9);
    await liveAWeek(browser, trial.dibs, time);
    await time.toMonday(8);
    const digest = page.getByText(CAME_IN).first();
    await digest.waitFor({ timeout: 60_000 });
    await digest.scrollIntoViewIfNeeded();
    await page.setViewportSize({ width: 1400, height: 1500 });
    await teams.screenshot(fileOf('teams-digest'));
  } finally {
    await trial.remove();
  }
}

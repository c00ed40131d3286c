/** The demo's form, half filled in, as a visitor with a desktop sees it. */
import type { Browser } from 'playwright-core';

const TYPED = {
  firstName: 'Inés',
  lastName: 'Ejemplo',
  email: 'ines.ejemplo@imaginaryparcels.example',
  phone: '+34 555 010 147',
  company: 'Imaginary Parcels',
};

/** @param url of a demo @param file where the picture goes */
export async function pictureForm(browser: Browser, url: string, file: string): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 960, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${url}/f/contact`);
  for (const [name, text] of Object.entries(TYPED)) await page.locator(`[name="${name}"]`).fill(text);
  await page.locator('[name="country"]').selectOption('ES');
  await page.locator('[name="product"]').selectOption('pro');
  await page.locator('[name="message"]').focus();
  await page.screenshot({ path: file, fullPage: true, animations: 'disabled', caret: 'hide' });
  await context.close();
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { chromium } from 'playwright-core';

const themes = ['light', 'dark'];
const widths = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

// Opens a browser, runs the check, and ends the process with what it found. The check gets the page, the list of
// problems, and a function that takes screenshots where a folder for them was given.
export async function check(name, screenshotDir, run) {
  if (screenshotDir) mkdirSync(screenshotDir, { recursive: true });
  const problems = [];
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
  let result;
  try {
    const context = await browser.newContext({ viewport: widths.desktop, permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', error => problems.push(`page error: ${error.message}`));
    page.on('console', message => {
      if (/Content Security Policy/.test(message.text())) problems.push(message.text());
    });
    try {
      result = await run(page, problems, (shot, options) => screenshots(page, screenshotDir, shot, problems, options));
    } catch (error) {
      problems.push(stripVTControlCharacters(error.message));
      if (screenshotDir) await page.screenshot({ path: join(screenshotDir, `${name}-failed.png`), fullPage: true });
    }
  } finally {
    await browser.close();
  }

  console.log(problems.length > 0 ? `FAILED ${name}: ${problems.join('\n')}` : `ok ${name}: ${result}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

// Light and dark, desktop and phone. Nothing may stand out of a phone's screen.
async function screenshots(page, folder, shot, problems, { fullPage = true } = {}) {
  for (const [device, size] of Object.entries(widths)) {
    await page.setViewportSize(size);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      if (folder) await page.screenshot({ path: join(folder, `${shot}-${device}-${colorScheme}.png`), fullPage });
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (overflow > 0) problems.push(`${shot}: ${overflow} px wider than a ${device}`);
  }
  await page.setViewportSize(widths.desktop);
  await page.emulateMedia({ colorScheme: 'light' });
}

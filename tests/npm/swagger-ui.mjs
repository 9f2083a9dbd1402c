import { stripVTControlCharacters } from 'node:util';
import { chromium } from 'playwright-core';

const [baseUrl, operationPath, expectedText, title, screenshot] = process.argv.slice(2);
if (title === undefined) {
  console.error('usage: node swagger-ui.mjs <baseUrl> <operationPath> <expectedText> <title> [screenshot.png]');
  process.exit(1);
}

const origin = new URL(baseUrl).origin;
const problems = [];

function watch(page) {
  const ownOrigin = request => new URL(request.url()).origin === origin;
  page.on('pageerror', error => problems.push(`page error: ${error.message}`));
  page.on('requestfailed', request => {
    if (ownOrigin(request)) problems.push(`${request.url()}: ${request.failure().errorText}`);
  });
  page.on('response', response => {
    if (ownOrigin(response.request()) && response.status() >= 400) {
      problems.push(`${response.url()}: status ${response.status()}`);
    }
  });
}

async function findOperation(page) {
  const operations = page.locator('.opblock');
  await operations.first().waitFor();
  const listed = await operations.evaluateAll(blocks => blocks.map(block => {
    const text = selector => block.querySelector(selector)?.textContent ?? '';
    // Swagger UI puts zero-width spaces into the path, for line breaks.
    const path = text('.opblock-summary-path').replaceAll('\u200b', '');
    return `${text('.opblock-summary-method')} ${path}`;
  }));
  const index = listed.indexOf(`GET ${operationPath}`);
  if (index < 0) throw new Error(`no GET ${operationPath} among: ${listed.join(', ')}`);
  return { operation: operations.nth(index), count: listed.length };
}

async function execute(operation) {
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();

  // In tbody, as the table's head has cells of the same classes.
  const response = operation.locator('.live-responses-table tbody');
  const description = response.locator('.response-col_description').first();
  await description.waitFor();
  const status = (await response.locator('.response-col_status').first().innerText()).trim();
  if (!/^200\b/.test(status)) {
    throw new Error(`GET ${operationPath}: status ${status}\n${await description.innerText()}`);
  }
  const body = (await description.locator('.highlight-code').allInnerTexts()).join('\n');
  if (!body.includes(expectedText)) {
    throw new Error(`GET ${operationPath}: no '${expectedText}' in the body:\n${body}`);
  }
}

// The other page for the same document. It may load nothing from other servers, and its policy allows its own scripts only.
async function seeScalar(page) {
  const foreign = [];
  page.on('request', request => {
    if (/^https?:/.test(request.url()) && new URL(request.url()).origin !== origin) foreign.push(request.url());
  });
  page.on('console', message => {
    if (/Content Security Policy/.test(message.text())) problems.push(message.text());
  });
  await page.goto(`${baseUrl.replace(/\/$/, '')}/scalar`);
  await page.getByText(operationPath).first().waitFor();
  if (foreign.length > 0) problems.push(`Scalar loads ${foreign.join(', ')}`);
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
});
let count;
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  watch(page);
  try {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${baseUrl.replace(/\/$/, '')}/swagger`);
    const width = await page.evaluate(() => window.innerWidth);
    if (width > 390) problems.push(`on a phone the page is ${width} px wide`);
    if (await page.title() !== title) problems.push(`the title is '${await page.title()}' and not '${title}'`);
    await page.setViewportSize({ width: 1280, height: 860 });
    const found = await findOperation(page);
    count = found.count;
    await execute(found.operation);
    await seeScalar(page);
  } catch (error) {
    problems.push(stripVTControlCharacters(error.message));
  }
  if (screenshot) await page.screenshot({ path: screenshot, fullPage: true });
} finally {
  await browser.close();
}

if (problems.length > 0) {
  console.log(`FAILED swagger-ui: ${problems.join('\n')}`);
  process.exitCode = 1;
} else {
  console.log(`ok swagger-ui: ${count} operations, GET ${operationPath} answered`);
}

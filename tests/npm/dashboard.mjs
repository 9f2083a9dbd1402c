import { check } from './browser.mjs';

// Does what a person does with the dashboard: reads, filters, tries routes, asks which file handles a path, watches and opens requests. The
// folder is that of the repository, with two files more: /api/boom throws, and /api/people takes a body and a query.
const [baseUrl, screenshotDir] = process.argv.slice(2);
if (baseUrl === undefined) {
  console.error('usage: node dashboard.mjs <baseUrl> [screenshotDir]');
  process.exit(1);
}

// So that a second run is not taken for the first.
const mark = `run=${Date.now()}`;
const url = path => new URL(path, baseUrl).href;

function expect(holds, message) {
  if (!holds) throw new Error(message);
}

async function filterRoutes(page) {
  const rows = page.locator('#routes .route');
  const count = await rows.count();
  const filter = page.getByRole('searchbox', { name: 'Filter routes' });
  await filter.fill('hello');
  await page.locator('#routes .route:visible').filter({ hasNotText: 'hello' }).first().waitFor({ state: 'hidden' });
  const left = await page.locator('#routes .route:visible').count();
  expect(left > 0 && left <= count, `'hello' leaves ${left} of ${count} routes`);
  await filter.fill('no such route');
  await page.getByText('No route has').waitFor();
  await filter.fill('');
  expect(await page.locator('#routes .route:visible').count() === count, 'without a filter not all routes are back');
  return count;
}

async function tryHello(page, screenshots) {
  await page.getByRole('button', { name: 'Try /api/hello', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Query', { exact: true }).fill(mark);
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.locator('.outcome .status').waitFor();
  const status = await dialog.locator('.outcome .status').innerText();
  expect(/^200\b/.test(status), `GET /api/hello: status ${status}`);
  const body = await dialog.locator('pre').last().innerText();
  expect(body.includes('Hello'), `GET /api/hello: no 'Hello' in ${body}`);
  await screenshots('dashboard-try', { fullPage: false });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
}

// A sample of the body and the fields of the query come from the OpenAPI document.
async function tryWithDocument(page, screenshots) {
  await page.getByRole('button', { name: 'Try /api/people', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('limit').fill('3');
  await dialog.locator('#try-url').filter({ hasText: 'GET /api/people?limit=3' }).waitFor();
  await dialog.getByLabel('Method').selectOption('POST');
  const body = dialog.getByLabel('Body');
  expect(JSON.stringify(JSON.parse(await body.inputValue())) === '{"name":"text","age":0,"born":"2026-01-31"}',
    `the sample is ${await body.inputValue()}`);
  await dialog.getByLabel('Bearer token').fill('secret-token');

  await dialog.getByRole('button', { name: 'Copy as curl' }).click();
  const curl = await copied(page, 'curl');
  expect(/^curl -X POST 'http:.*\/api\/people' -H 'authorization: Bearer secret-token'/.test(curl), `as curl: ${curl}`);
  await dialog.getByRole('button', { name: 'Copy as C#' }).click();
  const csharp = await copied(page, 'using var client');
  expect(csharp.includes('HttpMethod.Parse("POST")') && csharp.includes('"Bearer secret-token"'), `as C#: ${csharp}`);

  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.locator('.outcome .status').filter({ hasText: '200' }).waitFor();
  await screenshots('dashboard-try-body', { fullPage: false });
  await page.keyboard.press('Escape');
}

async function copied(page, start) {
  await page.waitForFunction(async text => (await navigator.clipboard.readText()).startsWith(text), start);
  return page.evaluate(() => navigator.clipboard.readText());
}

// A failed request shows the line that threw.
async function tryFailing(page) {
  await page.getByRole('button', { name: 'Try /api/boom', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.locator('.thrown mark.line').filter({ hasText: 'throw new' }).first().waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
}

async function openRequest(page, screenshots) {
  const rows = page.locator('#requests li');
  await rows.filter({ hasText: '/api/people' }).filter({ hasText: 'POST' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Bearer •••').waitFor();
  const text = await dialog.innerText();
  for (const part of ['Timeline', 'first byte', 'A person is created', '"born": "2026-01-31"', 'Content-Type']) {
    expect(text.includes(part), `an open request has no '${part}': ${text}`);
  }
  expect(!text.includes('secret-token'), 'an open request shows the token');
  await screenshots('dashboard-request', { fullPage: false });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
}

async function filterRequests(page) {
  await page.evaluate(async () => {
    for (const path of ['/openapi/v1.json', '/no/such/path']) await fetch(path);
  });
  const rows = page.locator('#requests li');
  await rows.filter({ hasText: '/no/such/path' }).first().waitFor();
  const assets = rows.filter({ hasText: '/openapi/v1.json' });
  expect(await assets.first().isHidden(), 'the OpenAPI document is in the list');
  await page.getByLabel('Assets').check();
  await assets.first().waitFor({ state: 'visible' });
  await page.getByLabel('Assets').uncheck();
  await page.getByLabel('Status').selectOption('4xx');
  await rows.filter({ hasText: 'hello' }).first().waitFor({ state: 'hidden' });
  const shown = await rows.locator('visible=true').locator('.status').allInnerTexts();
  expect(shown.length > 0 && shown.every(status => status.startsWith('4')), `4xx shows ${shown.join(' ')}`);
  await page.getByLabel('Status').selectOption('All');
  await page.getByRole('searchbox', { name: 'Filter requests' }).fill('post people');
  await rows.filter({ hasText: '/no/such/path' }).first().waitFor({ state: 'hidden' });
  expect(await rows.locator('visible=true').count() > 0, 'no request has the words');
  await page.getByRole('searchbox', { name: 'Filter requests' }).fill('');
}

async function openDetails(page) {
  await page.getByText('Memory and reloads').click();
  await page.getByText('Managed heap').waitFor();
  await page.locator('#settings > summary').click();
  await page.getByRole('columnheader', { name: 'From' }).waitFor();
}

async function explain(page, path, shown = path) {
  await page.getByRole('textbox', { name: 'Which file handles a path?' }).fill(path);
  await page.getByRole('button', { name: 'Explain' }).click();
  const verdict = page.locator('#explanation .verdict');
  await verdict.filter({ hasText: shown }).waitFor();
  return verdict.innerText();
}

async function seeRequests(page) {
  const requests = page.getByRole('list').and(page.locator('#requests'));
  await requests.locator('li').filter({ hasText: `/api/hello?${mark}` }).waitFor();

  const pause = page.getByRole('button', { name: 'Pause' });
  await pause.click();
  await page.evaluate(query => fetch(`/api/hello?${query}&while=paused`), mark);
  await page.getByRole('button', { name: 'Resume (1)' }).click();
  await requests.locator('li').filter({ hasText: `${mark}&while=paused` }).waitFor();

  // One after the other, so that their order is known.
  await page.evaluate(async () => {
    await fetch('/api/hello?number=1');
    await fetch('/api/hello?number=2');
  });
  await requests.locator('li').first().filter({ hasText: 'number=2' }).waitFor();
  expect((await requests.locator('li').nth(1).innerText()).includes('number=1'), 'the newest request is not the first');
}

await check('dashboard', screenshotDir, async (page, problems, screenshots) => {
  const answer = await page.goto(url('/_dev'));
  expect(answer.status() === 200, `GET /_dev: status ${answer.status()}`);
  const count = await filterRoutes(page);
  await tryHello(page, screenshots);
  const verdict = await explain(page, '/api/hello');
  expect(verdict.includes('api/hello.cs'), `which file handles /api/hello: ${verdict}`);
  expect((await explain(page, '/no/such/path')).includes('404'), 'a path of no file is not explained');
  expect((await explain(page, 'DELETE /api/people', 'no function for DELETE')).includes('405'), 'a method that a file does not have is not explained');
  await seeRequests(page);
  await tryWithDocument(page, screenshots);
  await tryFailing(page);
  await openRequest(page, screenshots);
  await filterRequests(page);
  await openDetails(page);
  await screenshots('dashboard');
  return `${count} routes; ${verdict}`;
});

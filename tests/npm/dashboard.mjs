import { check } from './browser.mjs';

// Does what a person does with the dashboard: reads, filters, tries a route, asks which file answers, watches requests.
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
  await dialog.getByLabel('Query').fill(mark);
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

async function explain(page, path) {
  await page.getByRole('textbox', { name: 'Which file handles a path?' }).fill(path);
  await page.getByRole('button', { name: 'Explain' }).click();
  const verdict = page.locator('#explanation .verdict');
  await verdict.filter({ hasText: path }).waitFor();
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
  expect(verdict.includes('api/hello.cs'), `which file answers /api/hello: ${verdict}`);
  expect((await explain(page, '/no/such/path')).includes('404'), 'a path of no file is not explained');
  await explain(page, '/api/post/create');
  await seeRequests(page);
  await screenshots('dashboard');
  return `${count} routes; ${verdict}`;
});

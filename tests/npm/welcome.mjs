import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './browser.mjs';

// Opens the address of a new folder, and a path that no file handles; creates the file, and sees the page follow by itself.
const [baseUrl, folder, screenshotDir] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node welcome.mjs <baseUrl> <folder> [screenshotDir]');
  process.exit(1);
}

function expect(holds, message) {
  if (!holds) throw new Error(message);
}

await check('welcome', screenshotDir, async (page, problems, screenshots) => {
  const welcome = await page.goto(new URL('/', baseUrl).href);
  expect(welcome.status() === 404, `GET /: status ${welcome.status()}`);
  await page.getByRole('heading', { name: 'is running' }).waitFor();
  await screenshots('welcome');
  await page.getByRole('link', { name: '/api/hello', exact: true }).click();
  expect((await page.locator('body').innerText()).includes('Hello'), 'the link to /api/hello does not lead there');
  await page.goBack();
  await page.getByRole('link', { name: 'Dashboard' }).click();
  await page.getByRole('heading', { name: 'Routes' }).waitFor();

  const listening = page.waitForRequest(request => new URL(request.url()).pathname === '/_dev/events');
  await page.goto(new URL('/api/helo', baseUrl).href, { waitUntil: 'domcontentloaded' });
  await page.getByText("segment 2 is 'helo', not 'hello'").waitFor();
  await screenshots('welcome-unknown');
  await listening;
  const handled = page.waitForResponse(response => response.request().isNavigationRequest() && response.status() === 200);
  writeFileSync(join(folder, 'api/helo.cs.tmp'), 'string GET() => "now there is one";\n');
  renameSync(join(folder, 'api/helo.cs.tmp'), join(folder, 'api/helo.cs'));
  await handled;
  await page.waitForLoadState();
  return `the created file responds: ${await page.locator('body').innerText()}`;
});

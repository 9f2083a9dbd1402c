import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { check } from './browser.mjs';

// Opens a broken route, sees the error, fixes the file and sees the page follow by itself.
const [baseUrl, path, file, fixed, screenshotDir] = process.argv.slice(2);
if (fixed === undefined) {
  console.error('usage: node error-page.mjs <baseUrl> <path> <file-to-fix> <fixed-text> [screenshotDir]');
  process.exit(1);
}

await check('error-page', screenshotDir, async (page, problems, screenshots) => {
  const listening = page.waitForRequest(request => new URL(request.url()).pathname === '/_dev/events');
  const response = await page.goto(new URL(path, baseUrl).href, { waitUntil: 'domcontentloaded' });
  if (response.status() !== 500) throw new Error(`GET ${path}: status ${response.status()}`);

  const message = await page.getByRole('heading', { level: 1 }).innerText();
  const marked = page.locator('mark.line').first();
  const line = (await marked.innerText()).trim();
  const [, number, text] = /^(\d+)\s*([^]*)$/.exec(line) ?? [];
  const inFile = readFileSync(file, 'utf8').split('\n')[number - 1]?.trim();
  if (!text || text.trim() !== inFile) problems.push(`line ${number} is marked as '${text}', and in the file it is '${inFile}'`);
  const link = await page.locator('.frame a.file').first().getAttribute('href');
  if (!link.startsWith('vscode://file/')) problems.push(`the link to the editor is '${link}'`);
  if (await marked.locator('.c-keyword, .c-type, .c-text').count() === 0 && await page.locator('.code .c-keyword').count() === 0) {
    problems.push('the code has no colours');
  }
  const documentation = await page.locator('a.id').first().getAttribute('href');
  if (!/roslyn\.query|\/_dev\/diagnostics\//.test(documentation)) problems.push(`the link to the documentation is '${documentation}'`);

  await page.getByRole('button', { name: 'Copy as text' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const copy = await page.evaluate(() => navigator.clipboard.readText());
  if (!copy.includes(message) || !copy.includes(`> ${number} |`)) problems.push(`copied: ${copy}`);

  const details = page.locator('details.sent');
  await details.locator('summary').click();
  await details.getByText('User-Agent').waitFor();
  await screenshots('error');

  // As an editor saves: another file in the place of the old one.
  await listening;
  const answered = page.waitForResponse(answer => answer.request().isNavigationRequest() && answer.status() < 400);
  writeFileSync(`${file}.tmp`, fixed);
  renameSync(`${file}.tmp`, file);
  const answer = await answered;
  await page.waitForLoadState();
  const shown = await page.locator('body').innerText();
  return `“${message}” at line ${number}; fixed, the page became ${answer.status()} ${shown.slice(0, 80)}`;
});

import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { check } from './browser.mjs';

// Serves an export of tests/npm/export-site by a plain static server, and follows its links in a browser. Arguments: the exported folder,
// and the base path that it was exported with.
const [folder, base = ''] = process.argv.slice(2);
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.xml': 'application/xml' };

// A static server: files, index.html of a folder after a redirect to its slash, and 404.html for everything else.
function respond(request, response) {
  const { pathname, search } = new URL(request.url, 'http://localhost');
  const file = join(folder, normalize(decodeURIComponent(pathname.slice(base.length))));
  const stat = pathname.startsWith(`${base}/`) ? statSync(file, { throwIfNoEntry: false }) : undefined;
  if (stat?.isDirectory() && !pathname.endsWith('/')) {
    response.writeHead(301, { Location: `${pathname}/${search}` }).end();
    return;
  }

  const wanted = stat?.isDirectory() ? join(file, 'index.html') : file;
  const found = stat && statSync(wanted, { throwIfNoEntry: false }) && wanted;
  const name = found ?? join(folder, '404.html');
  response.writeHead(found ? 200 : 404, { 'Content-Type': types[extname(name)] ?? 'application/octet-stream' }).end(readFileSync(name));
}

const server = createServer(respond);
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const root = `http://127.0.0.1:${server.address().port}${base}/`;

const navigated = page => page.evaluate(
  () => new Promise(resolve => document.addEventListener('fra:navigated', () => resolve(), { once: true })));

async function follow(page, link, path, title) {
  const shown = navigated(page);
  await page.getByRole('link', { name: link, exact: true }).click();
  await shown;
  const state = await page.evaluate(() => ({
    path: decodeURI(location.pathname).replace(/\/$/, ''),
    title: document.title,
    heading: document.querySelector('main h1').textContent,
    kept: document.querySelector('#kept').value,
    loads: window.loads,
  }));
  return [
    state.path !== `${base}${path}` && `${link} leads to ${state.path}`,
    state.title !== title && `${link} has the title ${state.title}`,
    (state.kept !== 'kept' || state.loads !== 'once') && `${link} has loaded the whole document`,
  ].filter(Boolean);
}

await check('export', undefined, async (page, problems) => {
  page.on('response', response => {
    if (response.status() >= 400 && !response.url().endsWith('/nowhere')) problems.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(root);
  await page.waitForFunction(() => window.fra?.router);
  await page.fill('#kept', 'kept');
  await page.evaluate(() => { window.loads = 'once'; });
  const steps = [
    ['Blog', '/blog', 'Blog - Exported'],
    ['First', '/blog/first', 'first - Exported'],
    ['A blank', '/blog/a b', 'a b - Exported'],
    ['Über', '/blog/über', 'über - Exported'],
    ['About', '/about', 'About - Exported'],
    ['Home', '', 'Exported'],
  ];
  for (const step of steps) problems.push(...await follow(page, ...step));

  const back = navigated(page);
  await page.evaluate(() => window.fra.router.back());
  await back;
  if (await page.title() !== 'About - Exported') problems.push(`Back shows ${await page.title()}`);

  // The page for every path without a file, whose links work too.
  const missing = await page.goto(`${root}deep/nowhere`);
  if (missing.status() !== 404) problems.push(`a missing path has the status ${missing.status()}`);
  await page.waitForFunction(() => window.fra?.router);
  await page.fill('#kept', 'kept');
  await page.evaluate(() => { window.loads = 'once'; });
  problems.push(...await follow(page, 'Blog', '/blog', 'Blog - Exported'));

  const feed = await page.request.get(`${root}feed.xml`);
  if (await feed.text() !== '<feed/>') problems.push('feed.xml has other content');
  return `${steps.length} links${base && ` below ${base}`}, Back, 404.html`;
});
server.close();

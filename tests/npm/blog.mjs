import { check } from './browser.mjs';
import { serveFolder } from './static-server.mjs';

// Reads samples/blog as a visitor does: from page to page by links, with Back and Forward, with and without JavaScript.
const [source, screenshotDir] = process.argv.slice(2);
if (source === undefined) {
  console.error('usage: node blog.mjs <baseUrl or exported folder> [screenshotDir]');
  process.exit(1);
}

const kind = source.startsWith('http') ? 'server' : 'export';
const exported = kind === 'export' ? await serveFolder(source) : undefined;
const baseUrl = exported?.url ?? source;

const url = path => new URL(path, baseUrl).href;
const mark = `mark-${Date.now()}`;

function expect(holds, message) {
  if (!holds) throw new Error(message);
}

// Everything that must survive a navigation: what the visitor typed and opened, and what scripts hold.
async function leaveMarks(page) {
  if (kind === 'server') await page.getByRole('searchbox').fill(mark);
  await page.locator('.sidebar summary').click();
  await page.evaluate(text => {
    window.mark = text;
    window.touched = [];
    const outside = [document.querySelector('header.site-header'), document.querySelector('aside.sidebar'), document.querySelector('footer.site-footer')];
    const observer = new MutationObserver(records => window.touched.push(...records
      .filter(record => record.attributeName !== 'aria-current')
      .map(record => `${record.type} ${record.target.nodeName} ${record.attributeName}`)));
    for (const element of outside) observer.observe(element, { subtree: true, childList: true, attributes: true, characterData: true });
  }, mark);
}

async function expectMarks(page, where) {
  const state = await page.evaluate(() => ({
    mark: window.mark,
    touched: window.touched,
    text: document.querySelector('input[type=search]')?.value,
    open: document.querySelector('.sidebar details')?.open,
  }));
  expect(state.mark === mark, `${where}: the document was loaded again`);
  expect(kind === 'export' || state.text === mark, `${where}: the search field lost its text`);
  expect(state.open === true, `${where}: the details are closed`);
  expect(state.touched.length === 0, `${where}: the layout was touched: ${state.touched.join(', ')}`);
}

// Waits for the event of the navigation script, so that nothing is read before the swap.
async function navigate(page, act) {
  const done = page.evaluate(() => new Promise(resolve => document.addEventListener('fra:navigated', () => resolve(location.pathname), { once: true })));
  await act();
  return (await done).replace(/(.)\/$/, '$1');
}

async function readPosts(page) {
  await page.goto(url('/blog'));
  await leaveMarks(page);
  const link = page.locator('main h2 a, main h3 a').first();
  const title = await link.innerText();
  const path = await navigate(page, () => link.click());
  expect(path.startsWith('/blog/'), `the first post is at ${path}`);
  expect(await page.locator('h1').innerText() === title, `the heading is not '${title}'`);
  expect((await page.title()).startsWith(title), `the title is '${await page.title()}'`);
  await expectMarks(page, 'after a link');

  expect(await navigate(page, () => page.goBack()) === '/blog', 'Back does not lead to /blog');
  expect(await page.locator('h1').innerText() === 'Posts', 'Back does not show the posts');
  await expectMarks(page, 'after Back');
  expect(await navigate(page, () => page.goForward()) === path, 'Forward does not lead to the post');
  await expectMarks(page, 'after Forward');
  return path;
}

async function comment(page, path) {
  await page.goto(url(path));
  await page.getByLabel('Name').fill('Ada <b>');
  await page.getByLabel('Comment', { exact: true }).fill(`<img src=x onerror="window.hacked = true"> ${mark}`);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.comments .text').filter({ hasText: mark }).waitFor();
  expect(await page.evaluate(() => window.hacked) === undefined, 'the text of a comment ran as a script');
  expect(await page.locator('.comments img').count() === 0, 'the text of a comment became markup');
}

async function withoutJavaScript(browser) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(url('/blog'));
    await page.locator('main h2 a, main h3 a').first().click();
    await page.waitForURL(/\/blog\/.+/);
    expect(await page.locator('article h1').count() === 1, 'without JavaScript a link does not lead to the post');
  } finally {
    await context.close();
  }
}

await check(`blog (${kind})`, screenshotDir, async (page, problems, screenshots) => {
  // The strictest policy that the pages must work with. 'check' reports every violation.
  await page.route('**/*', async route => {
    if (route.request().resourceType() !== 'document') return route.continue();
    const response = await route.fetch({ maxRedirects: 0 });
    return route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "default-src 'self'" } });
  });
  const path = await readPosts(page);
  if (kind === 'server') await comment(page, path);
  await withoutJavaScript(page.context().browser());
  for (const shot of ['/', '/blog', path]) {
    await page.goto(url(shot));
    await screenshots(`blog${shot.replaceAll('/', '-').replace(/-$/, '')}`);
  }
  const missing = await page.goto(url('/blog/no-such-post'));
  expect(missing.status() === 404, `a missing post is a ${missing.status()}`);
  return `posts, Back, Forward, ${kind === 'server' ? 'a comment, ' : ''}a missing post, no JavaScript`;
});
exported?.server.close();

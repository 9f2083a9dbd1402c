import { equal, expect } from './navigation-tab.mjs';

const counts = tab => tab.evaluate(() => window.counts);
const color = tab => tab.evaluate(() => getComputedStyle(document.querySelector('h1')).color);
const focused = tab => tab.evaluate(() => document.activeElement.id || document.activeElement.localName);
const announced = tab => tab.evaluate(() => document.querySelector('fra-announcer').shadowRoot.textContent);

const styled = (name, path) => ({
  name,
  run: async tab => {
    const release = await tab.hold('/styled.css');
    await Promise.all([tab.waitForRequest('/styled.css'), tab.followLink(path)]);
    equal(await tab.heading(), 'Home', 'heading while the stylesheet loads');
    await tab.evaluate(() => document.addEventListener('fra:navigated', () => {
      window.colorAtEvent = getComputedStyle(document.querySelector('h1')).color;
    }));
    await tab.navigate(release);
    equal(await tab.evaluate(() => window.colorAtEvent), 'rgb(1, 2, 3)', 'color at fra:navigated');
    await tab.page.unrouteAll();
    await tab.follow('/blog');
    equal(await tab.page.locator('link[href="/styled.css"]').count(), 0, 'links after the next navigation');
    equal(await tab.page.locator('link[href="/site.css"]').count(), 1, 'links of the layout');
    await tab.navigate(() => tab.back());
    equal(await color(tab), 'rgb(1, 2, 3)', 'color after Back');
    equal(await tab.page.locator('link[media]').count(), 0, 'links with a media attribute');
    equal(tab.requests.filter(request => request.path === '/site.css').length, 0, 'requests of the stylesheet of the layout');
  },
});

export const documentFacts = [
  {
    name: 'the head is merged',
    run: async tab => {
      await tab.follow('/head');
      const head = () => tab.evaluate(() => ['meta[name=description]', 'meta[property="og:title"]', 'link[rel=canonical]', 'link[rel=icon]']
        .map(selector => [...document.head.querySelectorAll(selector)])
        .map(found => found.map(each => each.getAttribute('content') ?? each.getAttribute('href'))));
      equal(await head(), [['About heads'], ['Heads'], ['/head'], ['/icon-2.svg', '/icon.svg']], 'head');
      equal(await tab.page.title(), 'Head', 'title');
      await tab.navigate(() => tab.back());
      equal(await head(), [[], [], [], ['/icon.svg']], 'head after Back');
      equal(await tab.page.title(), 'Home', 'title after Back');
    },
  },
  {
    name: 'a script in the head runs once',
    run: async tab => {
      await Promise.all([tab.page.waitForFunction(() => window.counts.head === 1), tab.follow('/head')]);
      await tab.follow('/blog');
      await tab.navigate(() => tab.back());
      equal(await counts(tab), { head: 1 }, 'runs');
    },
  },
  {
    name: 'elements that scripts insert into the head stay',
    run: async tab => {
      await tab.evaluate(() => document.head.append(Object.assign(document.createElement('meta'), { name: 'mine' })));
      await tab.follow('/blog');
      equal(await tab.page.locator('meta[name=mine]').count(), 1, 'elements');
    },
  },
  styled('a new stylesheet is loaded before the page is shown, and removed after it', '/styled'),
  styled('a stylesheet in the content is loaded before the page is shown', '/styled-body'),
  {
    name: 'a stylesheet that fails does not stop the navigation',
    run: async tab => {
      await tab.follow('/bad-style');
      await tab.expectPage('/bad-style', 'Bad style');
    },
  },
  {
    name: 'a superseded navigation leaves no stylesheet behind',
    run: async tab => {
      const release = await tab.hold('/styled.css');
      await Promise.all([tab.waitForRequest('/styled.css'), tab.followLink('/styled')]);
      await tab.follow('/blog');
      release();
      equal(await tab.page.locator('link[href="/styled.css"]').count(), 0, 'links');
    },
  },
  {
    name: 'scripts in the content run on each navigation, modules once per document, data and templates never',
    run: async tab => {
      await tab.follow('/scripts');
      await tab.page.waitForFunction(() => window.counts.module === 1);
      equal(await counts(tab), { classic: 1, module: 1 }, 'runs');
      equal(await tab.page.locator('#data').evaluate(({ type, text }) => [type, text]), ['application/json', '{"a":1}'], 'data');
      await tab.follow('/blog');
      await tab.navigate(() => tab.back());
      equal(await counts(tab), { classic: 2, module: 1 }, 'runs after Back');
    },
  },
  {
    name: 'scripts in the content run in order, with the nonce of the loaded document only if they had the nonce of theirs',
    path: '/nonce',
    run: async tab => {
      await tab.follow('/nonce/inline');
      equal(await counts(tab), { first: 1, inline: 1 }, 'runs');
      equal(tab.ignoreViolations().length, 1, 'violations');
    },
  },
  {
    name: 'a heading gets the focus, and loses its tabindex with it',
    run: async tab => {
      await tab.follow('/blog/a');
      equal(await focused(tab), 'h1', 'focus');
      await tab.page.locator('#counter').focus();
      expect(await tab.evaluate(() => !document.querySelector('[tabindex]')), 'the tabindex stays');
    },
  },
  {
    name: 'autofocus gets the focus',
    run: async tab => {
      await tab.follow('/auto');
      equal(await focused(tab), 'auto', 'focus');
    },
  },
  {
    name: 'without a heading, the first element gets the focus',
    run: async tab => {
      await tab.follow('/plain-text');
      equal(await focused(tab), 'first', 'focus');
    },
  },
  {
    name: 'the title is announced by one element after the layout',
    run: async tab => {
      equal(await announced(tab), '', 'announcement before');
      await tab.follow('/blog/a');
      equal(await announced(tab), 'A', 'announcement');
      await tab.follow('/blog/b');
      equal(await announced(tab), 'B', 'announcement');
      const found = await tab.evaluate(() => {
        const [announcer, ...more] = document.querySelectorAll('fra-announcer');
        const live = announcer.shadowRoot.querySelector('[aria-live=assertive]');
        return [live !== null, announcer === document.body.lastElementChild, more.length];
      });
      equal(found, [true, true, 0], 'announcer');
    },
  },
  {
    name: 'declarative shadow roots',
    run: async tab => {
      await tab.follow('/shadow');
      equal(await tab.evaluate(() => document.getElementById('host').shadowRoot.textContent), 'In shadow', 'shadow root');
    },
  },
  {
    name: 'the content of noscript is neither shown nor loaded',
    run: async tab => {
      await tab.follow('/noscript');
      equal(await tab.page.locator('#no').count(), 0, 'elements');
      await tab.evaluate(() => fetch('/icon.svg'));
      expect(!tab.requests.some(({ path }) => path === '/icon.svg?noscript'), 'it was loaded');
    },
  },
  {
    name: 'lang follows the document',
    run: async tab => {
      await tab.follow('/german');
      equal(await tab.evaluate(() => document.documentElement.lang), 'de', 'lang');
      await tab.navigate(() => tab.back());
      equal(await tab.evaluate(() => document.documentElement.lang), 'en', 'lang after Back');
    },
  },
  {
    name: 'fra:navigated has the URL and the kind',
    run: async tab => {
      equal(await tab.follow('/old'), { url: `${tab.url}/blog/a`, kind: 'push' }, 'detail of a click');
      equal(await tab.navigate(() => tab.back()), { url: `${tab.url}/`, kind: 'traverse' }, 'detail of Back');
    },
  },
  {
    name: 'in development, a changed page is refreshed, and the layout keeps its state',
    path: '/dev?update', waitsFor: '/_dev/pages', needs: 'send',
    run: async (tab, site) => {
      await tab.page.locator('#counter').fill('9');
      const { kind } = await tab.navigate(() => site.send('?update', 'update'));
      equal([kind, await tab.page.locator('#counter').inputValue()], ['refresh', '9'], 'kind and value');
    },
  },
  {
    name: 'in development, a changed layout loads the document',
    path: '/dev?reload', waitsFor: '/_dev/pages', needs: 'send',
    run: (tab, site) => tab.loadByBrowser(() => site.send('?reload', 'reload')),
  },
  {
    name: 'in development, a restart of the application loads the document',
    path: '/dev?restart', waitsFor: '/_dev/pages', needs: 'send',
    run: (tab, site) => tab.loadByBrowser(() => site.disconnect('?restart')),
  },
];

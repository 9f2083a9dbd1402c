import { equal, expect } from './navigation-tab.mjs';

// Clicks that this document does not follow: what opens is another tab.
const opensTab = (name, click) => ({
  name,
  run: async tab => {
    const opened = tab.context.waitForEvent('page');
    await click(tab);
    const other = await opened;
    await other.waitForLoadState();
    await other.close();
    equal(await tab.evaluate(() => window.visits), [], 'navigations of this tab');
    await tab.expectPage('/', 'Home');
  },
});

// Links that the browser follows itself.
const loads = (name, follow, heading) => ({
  name,
  run: async tab => {
    await tab.loadByBrowser(() => follow(tab));
    equal(await tab.page.locator('h1, pre').first().innerText(), heading, 'content');
  },
});

const downloads = (name, click) => ({
  name,
  run: async tab => {
    const download = tab.page.waitForEvent('download');
    await click(tab);
    await (await download).cancel();
    await tab.expectPage('/', 'Home');
    await tab.follow('/blog');
    await tab.expectPage('/blog', 'Blog');
  },
});

const preventLeaving = () => addEventListener('submit', event => event.target.id === 'send' && event.preventDefault());

export const linkFacts = [
  {
    name: 'a click shows the page, its title and its URL, with one request',
    run: async tab => {
      await tab.navigate(() => tab.click('#self'));
      await tab.expectPage('/blog', 'Blog');
      equal(await tab.page.title(), 'Blog', 'title');
      tab.expectFetched('/blog');
      equal(tab.fetched()[0].headers.accept, 'text/html', 'Accept');
    },
  },
  opensTab('target=_blank opens a tab', tab => tab.click('#blank')),
  opensTab('Ctrl+click opens a tab', tab => tab.click('#self', { modifiers: ['Control'] })),
  opensTab('the middle button opens a tab', tab => tab.click('#self', { button: 'middle' })),
  opensTab('Shift+click opens a window', tab => tab.click('#self', { modifiers: ['Shift'] })),
  opensTab('formtarget=_blank opens a tab', tab => tab.click('#tab')),
  loads('rel=external is left to the browser', tab => tab.click('#external'), 'Blog'),
  loads('data-navigate=off is left to the browser', tab => tab.click('#off'), 'Blog'),
  loads('a form with data-navigate=off is left to the browser', tab => tab.click('#off-form button'), 'Search'),
  loads('a form with POST is left to the browser', tab => tab.click('#send button'), 'POST'),
  loads('text is shown by the browser', tab => tab.followLink('/text'), 'Text'),
  loads('a document without the script is shown by the browser', tab => tab.followLink('/plain'), 'Plain'),
  loads('a document with another version of the script is shown by the browser', tab => tab.followLink('/version'), 'Version'),
  downloads('download saves the file', tab => tab.click('#save')),
  downloads('a response that is an attachment is saved, and the URL stays', tab => tab.followLink('/download')),
  {
    name: 'a link to another origin is left to the browser',
    run: async (tab, site) => {
      await tab.evaluate(url => { document.querySelector('#self').href = url; }, `${site.other}/blog`);
      await tab.loadByBrowser(() => tab.click('#self'));
      expect(tab.page.url() === `${site.other}/blog`, `URL ${tab.page.url()}`);
      expect(tab.fetched().every(request => request.type === 'document'), 'it was fetched');
    },
  },
  {
    name: 'mailto: is left to the browser',
    run: async tab => {
      const canceled = await tab.evaluate(() => new Promise(resolve => {
        navigation.addEventListener('navigate', event => resolve([event.canIntercept, event.defaultPrevented]), { once: true });
        document.getElementById('mail').click();
        setTimeout(resolve, 0, 'no navigate event');
      }));
      expect(!canceled[1], 'the navigation was canceled');
      equal(tab.fetched().length, 0, 'requests');
    },
  },
  {
    name: 'a redirect is followed, and the final URL shown',
    run: async tab => {
      await tab.follow('/old');
      await tab.expectPage('/blog/a', 'A');
      tab.expectFetched('/old', '/blog/a');
      await tab.navigate(() => tab.back());
      await tab.expectPage('/', 'Home');
    },
  },
  {
    name: 'a redirect to the current URL adds no history entry',
    path: '/blog/a',
    run: async tab => {
      const before = await tab.evaluate(() => navigation.currentEntry.index);
      await tab.navigate(() => tab.evaluate(() => window.fra.router.push('/old')));
      equal(await tab.evaluate(() => navigation.currentEntry.index), before, 'index of the history entry');
    },
  },
  {
    name: 'a redirect keeps the fragment',
    run: async tab => {
      await tab.navigate(() => tab.evaluate(() => window.fra.router.push('/to-hash#sec')));
      await tab.expectPage('/hash#sec', 'Hash');
      expect(await tab.evaluate(() => Math.abs(document.getElementById('sec').getBoundingClientRect().top) < 2), 'not scrolled');
    },
  },
  {
    name: 'a redirect to another origin is followed by the browser',
    run: async (tab, site) => {
      await tab.loadByBrowser(() => tab.followLink('/away'));
      equal(tab.page.url(), `${site.other}/blog`, 'URL');
      tab.ignoreViolations();
    },
  },
  {
    name: 'a 404 page is shown like any other',
    run: async tab => {
      await tab.follow('/missing');
      await tab.expectPage('/missing', 'Not found');
      equal(await tab.page.title(), 'Not found', 'title');
    },
  },
  {
    name: 'when the network fails, the browser loads the URL',
    run: async tab => {
      let attempts = 0;
      await tab.page.route(url => url.pathname === '/fails', route => attempts++ === 0 ? route.abort() : route.continue());
      await tab.loadByBrowser(() => tab.followLink('/fails'));
      equal(await tab.heading(), 'Fails', 'heading');
      equal(attempts, 2, 'requests');
      await tab.page.goBack();
      equal(await tab.heading(), 'Home', 'heading after Back');
    },
  },
  {
    name: 'a double click fetches once and adds one history entry',
    run: async tab => {
      const before = await tab.evaluate(() => navigation.currentEntry.index);
      await tab.navigate(() => tab.page.locator('header a[href="/blog"]').dblclick());
      await tab.evaluate(() => new Promise(resolve => setTimeout(resolve)));
      await tab.expectPage('/blog', 'Blog');
      tab.expectFetched('/blog');
      equal(await tab.evaluate(() => navigation.currentEntry.index), before + 1, 'index of the history entry');
    },
  },
  {
    name: 'a double click with a slow response fetches once',
    run: async tab => {
      const release = await tab.hold('/slow');
      await tab.page.locator('header a[href="/slow"]').dblclick();
      await tab.navigate(release);
      await tab.expectPage('/slow', 'Slow');
      tab.expectFetched('/slow');
    },
  },
  {
    name: 'a second click cancels the first',
    run: async tab => {
      const release = await tab.hold('/slow');
      const failed = tab.page.waitForEvent('requestfailed');
      await tab.followLink('/slow');
      await tab.follow('/blog');
      equal(new URL((await failed).url()).pathname, '/slow', 'canceled request');
      release();
      await tab.expectPage('/blog', 'Blog');
      equal(await tab.evaluate(() => window.visits.map(({ url }) => new URL(url).pathname)), ['/blog'], 'navigations');
    },
  },
  {
    name: 'a form with GET navigates with its values and its submitter',
    run: async tab => {
      await tab.navigate(() => tab.click('button[name=by]'));
      equal(await tab.page.locator('#query').innerText(), '?q=%C3%A4%26b+c&by=date', 'query');
      await tab.expectPage('/search?q=ä&b+c&by=date', 'Search');
      tab.expectFetched('/search?q=%C3%A4%26b+c&by=date');
    },
  },
  {
    name: 'formaction of the submitter is used',
    run: async tab => {
      await tab.navigate(() => tab.click('#there'));
      await tab.expectPage('/blog/a?q=ä&b+c', 'A');
    },
  },
  {
    name: 'a canceled submit is not followed',
    options: { before: preventLeaving },
    run: async tab => {
      await tab.click('#send button');
      await tab.expectPage('/', 'Home');
    },
  },
  {
    name: 'links are relative to <base href>, which comes with its document',
    run: async tab => {
      await tab.follow('/base');
      await tab.navigate(() => tab.click('#relative'));
      await tab.expectPage('/blog/a', 'A');
      equal(await tab.page.locator('base').count(), 0, 'base elements');
    },
  },
  {
    name: 'unicode URLs',
    run: async tab => {
      await tab.follow('/%C3%BCn%C3%AF/日本?q=ö');
      await tab.expectPage('/ünï/日本?q=ö', '日本');
      equal(await tab.page.locator('#query').innerText(), '?q=%C3%B6', 'query');
    },
  },
  {
    name: 'fra:before-navigate can cancel a navigation',
    run: async tab => {
      const detail = await tab.evaluate(() => new Promise(resolve => {
        document.addEventListener('fra:before-navigate', event => {
          event.preventDefault();
          resolve(event.detail);
        }, { once: true });
        document.querySelector('a[href="/blog"]').click();
      }));
      equal(detail, { url: `${tab.url}/blog`, kind: 'push' }, 'detail');
      await tab.expectPage('/', 'Home');
      tab.expectFetched();
    },
  },
  {
    name: 'router.push resolves when the page is shown',
    run: async tab => {
      equal(await tab.evaluate(async () => {
        await window.fra.router.push('/blog');
        return document.querySelector('h1').textContent;
      }), 'Blog', 'heading');
    },
  },
  {
    name: 'router.push to another origin is left to the browser',
    run: async (tab, site) => {
      await tab.loadByBrowser(() => tab.evaluate(url => { window.fra.router.push(url); }, `${site.other}/blog`));
      equal(tab.page.url(), `${site.other}/blog`, 'URL');
    },
  },
  {
    name: 'router.push with a fragment of the same page scrolls',
    path: '/hash',
    run: async tab => {
      await tab.evaluate(() => { window.fra.router.push('#sec'); });
      await tab.page.waitForFunction(() => scrollY > 0);
      await tab.expectPage('/hash#sec', 'Hash');
      tab.expectFetched();
    },
  },
  {
    name: 'with data-base, only links below the base path are followed',
    path: '/docs/a',
    run: async tab => {
      await tab.follow('/docs/b');
      await tab.expectPage('/docs/b', 'Docs B');
      await tab.loadByBrowser(() => tab.followLink('/blog'));
      equal(tab.fetched('/blog').map(({ type }) => type), ['document'], 'requests');
    },
  },
  {
    name: 'location.href navigates like a link',
    run: async tab => {
      await tab.navigate(() => tab.evaluate(() => { location.href = '/blog'; }));
      await tab.expectPage('/blog', 'Blog');
    },
  },
  {
    name: 'without JavaScript, links and forms work',
    options: { javaScriptEnabled: false },
    run: async tab => {
      await tab.click('header a[href="/blog/a"]');
      await tab.page.waitForURL('**/blog/a');
      await tab.click('button[name=by]');
      await tab.page.waitForURL('**/search?*');
      equal(await tab.heading(), 'Search', 'heading');
    },
  },
  {
    name: 'without the Navigation API, links and the router load documents',
    options: { before: () => { delete window.NavigateEvent; } },
    run: async tab => {
      await tab.loadByBrowser(() => tab.click('header a[href="/blog/a"]'));
      await tab.loadByBrowser(() => tab.evaluate(() => { window.fra.router.push('/blog/b'); }));
      equal(await tab.heading(), 'B', 'heading');
    },
  },
];

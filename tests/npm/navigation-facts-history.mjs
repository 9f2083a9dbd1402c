import { equal, expect } from './navigation-tab.mjs';

const position = tab => tab.evaluate(() => scrollY);
const top = (tab, id) => tab.evaluate(key => Math.round(document.getElementById(key).getBoundingClientRect().top), id);

const scrollsTo = (name, href, url, id) => ({
  name,
  run: async tab => {
    await tab.follow(href);
    await tab.expectPage(url, 'Hash');
    equal(await top(tab, id), 0, 'distance of the element from the top');
    equal(await tab.evaluate(() => document.activeElement.id), id, 'focus');
    tab.expectFetched('/hash');
  },
});

export const historyFacts = [
  {
    name: 'a new page starts at the top',
    run: async tab => {
      await tab.evaluate(() => scrollTo(0, 900));
      await tab.follow('/blog/a');
      equal(await position(tab), 0, 'scroll position');
    },
  },
  {
    name: 'Back and Forward restore the scroll position after the content is there',
    run: async tab => {
      await tab.evaluate(() => scrollTo(0, 3000));
      await tab.follow('/blog/a');
      await tab.evaluate(() => scrollTo(0, 700));
      await tab.follow('/blog/b');
      await tab.navigate(() => tab.back());
      equal([await tab.heading(), await position(tab)], ['A', 700], 'after one Back');
      await tab.navigate(() => tab.back());
      equal([await tab.heading(), await position(tab)], ['Home', 3000], 'after two Back');
      await tab.navigate(() => tab.forward());
      equal([await tab.heading(), await position(tab)], ['A', 700], 'after Forward');
      await tab.expectPage('/blog/a', 'A');
    },
  },
  {
    name: 'a reload keeps the scroll position',
    run: async tab => {
      await tab.follow('/blog/a');
      await tab.evaluate(() => scrollTo(0, 700));
      await tab.page.reload();
      await tab.page.waitForFunction(() => scrollY === 700);
    },
  },
  {
    name: 'Back after a reload shows the page and its scroll position',
    run: async tab => {
      await tab.evaluate(() => scrollTo(0, 3000));
      await tab.follow('/blog/a');
      await tab.page.reload();
      await tab.navigate(() => tab.back());
      equal([await tab.heading(), await position(tab)], ['Home', 3000], 'heading and scroll position');
    },
  },
  {
    name: 'Back from a document of another application',
    run: async tab => {
      await tab.follow('/blog/a');
      await tab.loadByBrowser(() => tab.evaluate(() => { location.href = '/plain'; }));
      await tab.page.goBack();
      equal(await tab.heading(), 'A', 'heading');
      await tab.navigate(() => tab.back());
      equal(await tab.heading(), 'Home', 'heading');
    },
  },
  {
    name: 'Back while a page is loading cancels it',
    path: '/blog',
    run: async tab => {
      await tab.follow('/blog/a');
      const release = await tab.hold('/slow');
      await tab.followLink('/slow');
      await tab.navigate(() => tab.back());
      release();
      await tab.expectPage('/blog', 'Blog');
    },
  },
  {
    name: 'a click while Back is loading wins',
    path: '/slow',
    run: async tab => {
      await tab.follow('/blog');
      const release = await tab.hold('/slow');
      await Promise.all([tab.waitForRequest('/slow'), tab.back()]);
      await tab.follow('/blog/a');
      release();
      await tab.expectPage('/blog/a', 'A');
    },
  },
  {
    name: 'Back and Forward again before the page is loaded',
    path: '/slow',
    run: async tab => {
      await tab.follow('/blog/a');
      await tab.evaluate(() => scrollTo(0, 500));
      const release = await tab.hold('/slow');
      await Promise.all([tab.waitForRequest('/slow'), tab.back()]);
      await tab.evaluate(() => new Promise(resolve => {
        navigation.addEventListener('navigatesuccess', resolve, { once: true });
        history.forward();
      }));
      release();
      await tab.expectPage('/blog/a', 'A');
      equal(await position(tab), 500, 'scroll position');
    },
  },
  {
    name: 'Back to a page that redirects shows the final URL',
    run: async tab => {
      await tab.evaluate(() => history.replaceState(null, '', '/old'));
      await tab.follow('/blog');
      await tab.navigate(() => tab.back());
      await tab.expectPage('/blog/a', 'A');
      await tab.navigate(() => tab.forward());
      await tab.expectPage('/blog', 'Blog');
    },
  },
  {
    name: 'when Back fails, the browser loads the URL',
    run: async tab => {
      await tab.follow('/blog');
      let attempts = 0;
      await tab.page.route(url => url.pathname === '/', route => attempts++ === 0 ? route.abort() : route.continue());
      await tab.loadByBrowser(() => tab.back());
      equal([await tab.heading(), attempts], ['Home', 2], 'heading and requests');
    },
  },
  scrollsTo('a link with a fragment scrolls to the element and focuses it', '/hash#sec', '/hash#sec', 'sec'),
  scrollsTo('a percent-encoded fragment', '/hash#gr%C3%B6%C3%9Fe', '/hash#größe', 'größe'),
  scrollsTo('a unicode fragment', '/hash#größe', '/hash#größe', 'größe'),
  scrollsTo('a fragment with a space', '/hash#a%20b', '/hash#a b', 'a b'),
  {
    name: 'a fragment of the same page is left to the browser, also on Back',
    path: '/hash',
    run: async tab => {
      await tab.click('a[href="#sec"]');
      await tab.page.waitForFunction(() => location.hash === '#sec' && scrollY > 0);
      equal(await top(tab, 'sec'), 0, 'distance of the element from the top');
      await tab.back();
      await tab.page.waitForFunction(() => location.hash === '' && scrollY === 0);
      await tab.expectPage('/hash', 'Hash');
      tab.expectFetched();
    },
  },
  {
    name: 'Back to an entry with a fragment restores the scroll position',
    path: '/hash',
    run: async tab => {
      await tab.click('a[href="#sec"]');
      await tab.page.waitForFunction(() => scrollY > 0);
      await tab.evaluate(() => scrollBy(0, 33));
      const before = await position(tab);
      await tab.follow('/blog');
      await tab.navigate(() => tab.back());
      await tab.expectPage('/hash#sec', 'Hash');
      equal(await position(tab), before, 'scroll position');
    },
  },
  {
    name: 'history.pushState of a script is left alone, and so is Back to it',
    run: async tab => {
      await tab.evaluate(() => { history.pushState({ tab: 1 }, '', '?tab=1'); history.pushState({ tab: 2 }, '', '?tab=2'); });
      const state = await tab.evaluate(() => new Promise(resolve => {
        addEventListener('popstate', event => resolve(event.state), { once: true });
        history.back();
      }));
      equal(state, { tab: 1 }, 'state');
      tab.expectFetched();
      await tab.follow('/blog');
      await tab.navigate(() => tab.back());
      await tab.expectPage('/?tab=1', 'Home');
      equal(await tab.evaluate(() => history.state), { tab: 1 }, 'state');
    },
  },
  {
    name: 'a canceled Back is left to the script',
    run: async tab => {
      await tab.follow('/blog');
      await tab.evaluate(() => {
        document.addEventListener('fra:before-navigate', event => event.preventDefault(), { once: true });
        return new Promise(resolve => {
          addEventListener('popstate', resolve, { once: true });
          history.back();
        });
      });
      await tab.expectPage('/', 'Blog');
    },
  },
  {
    name: 'replace replaces the history entry, and a link to the same URL does too',
    run: async tab => {
      const before = await tab.evaluate(() => navigation.currentEntry.index);
      await tab.navigate(() => tab.evaluate(() => window.fra.router.replace('/blog')));
      await tab.expectPage('/blog', 'Blog');
      await tab.navigate(() => tab.evaluate(() => window.fra.router.push('/blog')));
      await tab.expectPage('/blog', 'Blog');
      equal(await tab.evaluate(() => navigation.currentEntry.index), before, 'index of the history entry');
      expect(tab.fetched('/blog').length === 2, 'the second was not fetched');
    },
  },
  {
    name: 'router.back and router.forward',
    run: async tab => {
      await tab.follow('/blog');
      await tab.navigate(() => tab.evaluate(() => window.fra.router.back()));
      await tab.expectPage('/', 'Home');
      await tab.navigate(() => tab.evaluate(() => window.fra.router.forward()));
      await tab.expectPage('/blog', 'Blog');
    },
  },
];

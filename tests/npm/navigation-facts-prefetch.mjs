import { equal } from './navigation-tab.mjs';

const blog = 'header a[href="/blog"]';

// The timer of a hover is older than this one, and a request that it started is older than the marker's.
async function afterHover(tab) {
  await tab.evaluate(() => new Promise(resolve => setTimeout(resolve, 80)));
  await tab.evaluate(() => fetch('/icon.svg'));
}

async function hover(tab, selector = blog) {
  await tab.page.locator('#counter').hover();
  await tab.page.locator(selector).hover();
  await afterHover(tab);
}

const prefetched = tab => tab.fetched().map(({ path }) => path).filter(path => path !== '/icon.svg');
const connection = value => ({ before: `Object.defineProperty(navigator, 'connection', { value: ${JSON.stringify(value)} })` });

// No way to prefetch fetches anything.
const never = (name, options, path) => ({
  name, options, path,
  run: async tab => {
    await hover(tab);
    await tab.page.locator(blog).focus();
    await tab.evaluate(() => window.fra.router.prefetch('/blog'));
    await tab.page.locator('footer').scrollIntoViewIfNeeded();
    await afterHover(tab);
    equal(prefetched(tab), [], 'requests');
    await tab.follow('/blog');
    await tab.expectPage('/blog', 'Blog');
  },
});

export const prefetchFacts = [
  {
    name: 'hover prefetches once, and the click uses it',
    run: async tab => {
      await hover(tab);
      await hover(tab);
      equal(prefetched(tab), ['/blog'], 'requests after two hovers');
      await tab.navigate(() => tab.click(blog));
      await tab.expectPage('/blog', 'Blog');
      equal(prefetched(tab), ['/blog'], 'requests after the click');
    },
  },
  {
    name: 'a pointer that passes over a link does not prefetch',
    run: async tab => {
      await tab.evaluate(() => {
        const over = selector => document.querySelector(selector).dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
        over('a[href="/blog"]');
        over('footer');
      });
      await afterHover(tab);
      equal(prefetched(tab), [], 'requests');
    },
  },
  {
    name: 'focus prefetches',
    run: async tab => {
      await Promise.all([tab.waitForRequest('/blog'), tab.page.locator(blog).focus()]);
      await tab.navigate(() => tab.page.keyboard.press('Enter'));
      await tab.expectPage('/blog', 'Blog');
      equal(prefetched(tab), ['/blog'], 'requests');
    },
  },
  {
    name: 'touch prefetches',
    options: { hasTouch: true },
    run: async tab => {
      await tab.navigate(() => tab.page.locator(blog).tap());
      equal(prefetched(tab), ['/blog'], 'requests');
    },
  },
  {
    name: 'a click during a prefetch joins it',
    run: async tab => {
      const release = await tab.hold('/blog');
      await hover(tab);
      equal(prefetched(tab), ['/blog'], 'requests after the hover');
      await tab.click(blog);
      await tab.navigate(release);
      await tab.expectPage('/blog', 'Blog');
      equal(prefetched(tab), ['/blog'], 'requests after the click');
    },
  },
  {
    name: 'a link with data-prefetch is prefetched once it is visible',
    run: async tab => {
      equal(prefetched(tab), [], 'requests before');
      await Promise.all([tab.waitForRequest('/teams/1'), tab.page.locator('#visible').scrollIntoViewIfNeeded()]);
      await tab.navigate(() => tab.click('#visible'));
      await tab.expectPage('/teams/1', 'Team 1');
      equal(prefetched(tab), ['/teams/1'], 'requests');
    },
  },
  {
    name: 'a link with data-prefetch that a script inserts, and one that a navigation inserts',
    path: '/blog',
    run: async tab => {
      await Promise.all([tab.waitForRequest('/teams/2'), tab.evaluate(() => {
        document.querySelector('header').insertAdjacentHTML('beforeend', '<p><a data-prefetch href="/teams/2">New</a></p>');
      })]);
      await tab.follow('/');
      await Promise.all([tab.waitForRequest('/teams/1'), tab.page.locator('#visible').scrollIntoViewIfNeeded()]);
    },
  },
  never('nothing is prefetched with Save-Data', connection({ saveData: true, effectiveType: '4g' })),
  never('nothing is prefetched on 2g', connection({ saveData: false, effectiveType: 'slow-2g' })),
  never('nothing is prefetched with data-prefetch=off at the script', {}, '/dev'),
  {
    name: 'links that the browser follows are not prefetched, nor is the current page',
    run: async (tab, site) => {
      await tab.evaluate(url => {
        document.getElementById('self').href = url;
        for (const id of ['blank', 'save', 'external', 'off', 'mail', 'self']) document.getElementById(id).focus();
        document.querySelector('a[href="/"]').focus();
        window.fra.router.prefetch(`${url}/blog`);
      }, site.other);
      await afterHover(tab);
      equal(prefetched(tab), [], 'requests');
    },
  },
  {
    name: 'a link that is not a valid URL is not an error',
    run: async tab => {
      await tab.evaluate(() => {
        const link = document.getElementById('self');
        link.href = 'http://[';
        link.focus();
      });
      await afterHover(tab);
      equal(prefetched(tab), [], 'requests');
    },
  },
  {
    name: 'a failed prefetch is not an error: the click fetches',
    run: async tab => {
      let attempts = 0;
      await tab.page.route(url => url.pathname === '/blog', route => attempts++ === 0 ? route.abort() : route.continue());
      await hover(tab);
      await tab.navigate(() => tab.click(blog));
      await tab.expectPage('/blog', 'Blog');
      equal(attempts, 2, 'requests');
    },
  },
  {
    name: 'a prefetched page expires after 30 seconds',
    run: async tab => {
      await tab.evaluate(() => {
        const now = performance.now.bind(performance);
        performance.now = () => now() + (window.later ?? 0);
      });
      await hover(tab);
      await tab.evaluate(() => { window.later = 10_000; });
      await hover(tab);
      equal(prefetched(tab), ['/blog'], 'requests within 30 seconds');
      await tab.evaluate(() => { window.later = 31_000; });
      await hover(tab);
      equal(prefetched(tab), ['/blog', '/blog'], 'requests after 30 seconds');
    },
  },
  {
    name: 'at most 32 pages stay prefetched',
    run: async tab => {
      await tab.evaluate(() => {
        for (let i = 0; i <= 32; i++) window.fra.router.prefetch(`/search?q=${i}`);
      });
      const count = path => prefetched(tab).filter(each => each === path).length;
      await tab.navigate(() => tab.evaluate(() => window.fra.router.push('/search?q=32')));
      await tab.navigate(() => tab.evaluate(() => window.fra.router.push('/search?q=0')));
      equal([count('/search?q=32'), count('/search?q=0')], [1, 2], 'requests of the last and of the first');
    },
  },
  {
    name: 'refresh drops prefetched pages',
    run: async tab => {
      await hover(tab);
      await tab.navigate(() => tab.evaluate(() => window.fra.router.refresh()));
      await tab.follow('/blog');
      equal(prefetched(tab), ['/blog', '/', '/blog'], 'requests');
    },
  },
];

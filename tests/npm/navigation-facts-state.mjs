import { equal, expect } from './navigation-tab.mjs';

const enterState = tab => tab.evaluate(() => {
  document.getElementById('counter').value = '42';
  document.getElementById('menu').open = true;
  document.getElementById('sidebar').scrollTop = 300;
});

const layoutState = tab => tab.evaluate(() => [
  document.getElementById('counter').value, document.getElementById('menu').open, document.getElementById('sidebar').scrollTop,
]);

async function expectTimerRuns(tab, since) {
  await tab.page.waitForFunction(value => Number(document.getElementById('timer').textContent) > value, since);
}

const timer = tab => tab.evaluate(() => Number(document.getElementById('timer').textContent));

// Remembers every node outside of the content of the root layout, and records every change of them. The timer changes all the time.
const watchOutside = tab => tab.evaluate(() => {
  window.outside = () => {
    const walker = document.createTreeWalker(document.body);
    const nodes = [];
    let inside = false;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.nodeType === Node.COMMENT_NODE && node.data === '/fra:layout /') inside = false;
      if (!inside && node.parentNode.id !== 'timer') nodes.push(node);
      if (node.nodeType === Node.COMMENT_NODE && node.data === 'fra:layout /') inside = true;
    }
    return nodes;
  };
  const before = window.outside();
  window.changes = [];
  new MutationObserver(records => {
    for (const { type, target, previousSibling, attributeName } of records) {
      if (target.closest?.('#timer') || !before.includes(target)) continue;
      if (type === 'childList' && previousSibling?.data === 'fra:layout /') continue;
      window.changes.push(`${type} ${target.nodeName} ${attributeName ?? ''}`);
    }
  }).observe(document.documentElement, { attributes: true, characterData: true, subtree: true, childList: true });
  window.changedOutside = () => {
    const now = window.outside();
    const same = before.length === now.length && before.every((node, i) => node === now[i]);
    return [...window.changes, ...same ? [] : ['other nodes']];
  };
});

export const stateFacts = [
  {
    name: 'the state of the layout survives a navigation, Back and Forward',
    run: async tab => {
      await enterState(tab);
      for (const move of [() => tab.followLink('/blog'), () => tab.followLink('/blog/a'), () => tab.back(), () => tab.forward()]) {
        const ticks = await timer(tab);
        await tab.navigate(move);
        equal(await layoutState(tab), ['42', true, 300], 'state');
        await expectTimerRuns(tab, ticks);
      }
      await tab.expectPage('/blog/a', 'A');
    },
  },
  {
    name: 'what is typed into the layout survives',
    run: async tab => {
      await tab.page.locator('#counter').fill('7');
      await tab.click('header a[href="/blog/b"]');
      await tab.page.getByRole('heading', { name: 'B' }).waitFor();
      equal(await tab.page.locator('#counter').inputValue(), '7', 'value');
    },
  },
  {
    name: 'nothing outside of the shared layout changes',
    run: async tab => {
      await watchOutside(tab);
      await tab.follow('/blog');
      await tab.follow('/blog/a');
      await tab.follow('/teams/1');
      await tab.navigate(() => tab.back());
      await tab.navigate(() => tab.forward());
      await tab.evaluate(() => window.fra.router.refresh());
      equal(await tab.evaluate(() => window.changedOutside()), [], 'changes');
    },
  },
  {
    name: 'only the content of the deepest shared layout is replaced',
    path: '/blog',
    run: async tab => {
      await tab.evaluate(() => { document.getElementById('filter').value = 'x'; window.section = document.getElementById('blog'); });
      await tab.follow('/blog/a');
      expect(await tab.evaluate(() => window.section === document.getElementById('blog')), 'another element of the inner layout');
      equal(await tab.page.locator('#filter').inputValue(), 'x', 'value in the inner layout');
      await tab.follow('/');
      expect(await tab.page.locator('#blog').count() === 0, 'the inner layout stays');
    },
  },
  {
    name: 'a layout with another value of its parameter is replaced',
    path: '/teams/1',
    run: async tab => {
      await tab.page.locator('#team').fill('x');
      await tab.follow('/teams/1/members');
      equal(await tab.page.locator('#team').inputValue(), 'x', 'value with the same parameter');
      await tab.follow('/teams/2');
      equal(await tab.page.locator('#team').inputValue(), '', 'value with another parameter');
    },
  },
  {
    name: 'a layout inside of a table is shared',
    path: '/table/1',
    run: async tab => {
      await tab.evaluate(() => { window.table = document.querySelector('table'); });
      await tab.follow('/table/2');
      expect(await tab.evaluate(() => window.table.querySelector('#row td').textContent === 'Row 2'), 'not the same table');
    },
  },
  {
    name: 'a layout whose comments the parser moved is replaced by the layout above it',
    path: '/wrong',
    run: async tab => {
      await tab.evaluate(() => { window.main = document.querySelector('main'); });
      await tab.navigate(() => tab.evaluate(() => window.fra.router.push('/wrong/2')));
      await tab.expectPage('/wrong/2', 'Wrong 2');
      expect(await tab.evaluate(() => window.main === document.querySelector('main')), 'the root layout is replaced');
      equal(await tab.page.locator('h1').count(), 1, 'headings');
    },
  },
  {
    name: 'without a shared layout, the browser loads the document',
    run: async tab => {
      await tab.loadByBrowser(() => tab.followLink('/shop'));
      equal(await tab.heading(), 'Shop', 'heading');
    },
  },
  {
    name: 'refresh fetches the page again, and keeps the layout, scroll position and focus',
    path: '/auto',
    run: async tab => {
      await enterState(tab);
      await tab.page.locator('#auto').focus();
      await tab.evaluate(() => { window.heading = document.querySelector('h1'); scrollTo(0, 60); });
      const { kind } = await tab.navigate(() => tab.evaluate(() => window.fra.router.refresh()));
      equal(kind, 'refresh', 'kind');
      tab.expectFetched('/auto');
      expect(await tab.evaluate(() => window.heading !== document.querySelector('h1')), 'the content was not replaced');
      equal(await layoutState(tab), ['42', true, 300], 'state');
      equal(await tab.evaluate(() => [document.activeElement.id, scrollY]), ['auto', 60], 'focus and scroll position');
    },
  },
  {
    name: 'refresh during a navigation refreshes the new page',
    run: async tab => {
      const release = await tab.hold('/slow');
      await tab.followLink('/slow');
      const refreshed = tab.evaluate(() => window.fra.router.refresh());
      release();
      await refreshed;
      await tab.expectPage('/slow', 'Slow');
      tab.expectFetched('/slow', '/slow');
    },
  },
  {
    name: 'scroll: false keeps the scroll position and the focus',
    run: async tab => {
      await tab.page.locator('#counter').focus();
      await tab.evaluate(() => scrollTo(0, 50));
      await tab.navigate(() => tab.evaluate(() => window.fra.router.replace('/blog/a', { scroll: false })));
      await tab.expectPage('/blog/a', 'A');
      equal(await tab.evaluate(() => [document.activeElement.id, scrollY]), ['counter', 50], 'focus and scroll position');
    },
  },
];

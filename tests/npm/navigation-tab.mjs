const timeout = 15_000;

// Runs in the page before its own scripts. The mark tells whether the document is still the same.
function initialize() {
  window.mark = Math.random();
  window.visits = [];
  document.addEventListener('fra:navigated', event => window.visits.push(event.detail));
}

// Tabs are expensive, so a tab is used for several facts. Not for too many, because its history has at most 50 entries.
export class Tabs {
  #browser;
  #site;
  #context;
  #page;
  #uses = 0;

  constructor(browser, site) {
    this.#browser = browser;
    this.#site = site;
  }

  // Opens a path, in a browser context of its own if there are options.
  async open({ path = '/', waitsFor, options: { before, ...options } = {} }) {
    const own = before || Object.keys(options).length > 0;
    const context = own ? await this.#newContext(options) : this.#context ??= await this.#newContext();
    if (before) await context.addInitScript(before);
    const page = own ? await context.newPage() : await this.#reusedPage();
    const tab = new Tab(page, this.#site.url);
    tab.close = async failed => {
      page.removeAllListeners();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      if (own) return context.close();
      // Ends what the fact has left unfinished. It must not run into the next fact.
      const ended = await page.goto('about:blank').then(() => true, () => false);
      if (failed || !ended) this.#uses = Infinity;
    };
    try {
      await tab.load(path, waitsFor);
      return tab;
    } catch (error) {
      await tab.close(true);
      throw error;
    }
  }

  async #newContext(options) {
    const context = await this.#browser.newContext({ viewport: { width: 1000, height: 600 }, ...options });
    context.setDefaultTimeout(timeout);
    await context.addInitScript(initialize);
    return context;
  }

  async #reusedPage() {
    if (this.#page && this.#uses++ < 8) return this.#page;
    await this.#page?.close();
    this.#uses = 1;
    return this.#page = await this.#context.newPage();
  }
}

// One tab with the requests it made and the problems it saw.
export class Tab {
  requests = [];
  #violations = [];

  constructor(page, url) {
    this.page = page;
    this.context = page.context();
    this.url = url;
    page.on('request', request => {
      const { pathname, search } = new URL(request.url());
      this.requests.push({ path: decodeURIComponent(pathname) + search, type: request.resourceType(), headers: request.headers() });
    });
    page.on('pageerror', error => this.#violations.push(`page error: ${error.message}`));
    page.on('console', message => {
      if (/Content Security Policy/.test(message.text())) this.#violations.push(message.text());
    });
  }

  // Loads a document, and waits for the response to another request of it.
  async load(path, waitsFor) {
    const response = waitsFor && this.page.waitForResponse(each => new URL(each.url()).pathname === waitsFor);
    await this.page.goto(new URL(path, this.url).href);
    await response;
    this.requests.length = 0;
    this.mark = await this.page.evaluate(() => window.mark);
  }

  // Performs an action, and returns the details of the navigation that it causes in the same document.
  async navigate(action) {
    const before = await this.page.evaluate(() => window.visits.length);
    await action();
    return this.page.evaluate(([index, limit]) => new Promise((resolve, reject) => {
      if (window.visits[index]) return resolve(window.visits[index]);
      document.addEventListener('fra:navigated', event => resolve(event.detail), { once: true });
      setTimeout(reject, limit, new Error('no fra:navigated'));
    }), [before, timeout]);
  }

  // Performs an action that makes the browser load a document.
  async loadByBrowser(action) {
    const loaded = this.page.waitForEvent('load');
    loaded.catch(() => {});
    await action();
    await loaded;
    expect(await this.page.evaluate(() => window.mark) !== this.mark, 'the document was not loaded by the browser');
  }

  click(selector, options) {
    return this.page.locator(selector).click(options);
  }

  // Follows a link with a path, by a click that does not need the link to be in view.
  follow(path) {
    return this.navigate(() => this.followLink(path));
  }

  followLink(path) {
    return this.page.evaluate(href => document.querySelector(`a[href="${CSS.escape(href)}"]`).click(), path);
  }

  back() {
    return this.page.evaluate(() => history.back());
  }

  forward() {
    return this.page.evaluate(() => history.forward());
  }

  heading() {
    return this.page.locator('h1').innerText();
  }

  evaluate(run, argument) {
    return this.page.evaluate(run, argument);
  }

  // The paths of the pages that were requested, by scripts and by the browser.
  fetched(path) {
    return this.requests.filter(request => ['fetch', 'document'].includes(request.type) && (!path || request.path === path));
  }

  waitForRequest(path) {
    return this.page.waitForRequest(request => decodeURIComponent(new URL(request.url()).pathname) === path);
  }

  // Holds the responses to a path until the returned function is called.
  async hold(path) {
    let release;
    const released = new Promise(resolve => { release = resolve; });
    await this.page.route(url => url.pathname === path, async route => {
      await released;
      await route.continue().catch(() => {});
    });
    return release;
  }

  async expectPage(path, heading) {
    await this.expectUrl(path);
    const actual = await this.heading();
    expect(actual === heading, `heading '${actual}' instead of '${heading}'`);
    expect(await this.page.evaluate(() => window.mark) === this.mark, 'the browser loaded the document');
  }

  async expectUrl(path) {
    const actual = new URL(await this.page.evaluate(() => location.href));
    const actualPath = decodeURIComponent(actual.pathname + actual.search + actual.hash);
    expect(actualPath === path, `URL ${actualPath} instead of ${path}`);
  }

  expectFetched(...paths) {
    const actual = this.fetched().map(request => request.path).join(' ');
    expect(actual === paths.join(' '), `requests '${actual}' instead of '${paths.join(' ')}'`);
  }

  expectNoViolations() {
    expect(this.#violations.length === 0, this.#violations.join('; '));
  }

  ignoreViolations() {
    const violations = this.#violations;
    this.#violations = [];
    return violations;
  }
}

export function expect(holds, message) {
  if (!holds) throw new Error(message);
}

export function equal(actual, expected, what) {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  expect(left === right, `${what}: ${left} instead of ${right}`);
}

/**
 * Follows links to pages of the same application without loading the whole document. Only the content of the deepest layout that both
 * documents share is replaced. docs/navigation.md describes the behavior.
 *
 * A navigation has two steps. The browser's own navigation is canceled and the document is fetched; then the URL changes together with
 * the content. So the URL is always that of the content, and a download or an error does not change it. Back and Forward are the
 * exception: the browser has changed the URL already. Without the Navigation API, links load whole documents.
 *
 * @typedef {'push' | 'replace' | 'traverse' | 'refresh'} NavigationKind
 * @typedef {{ url: string, html?: string }} Loaded The final URL, and the document unless only the browser can show the response.
 * @typedef {{ path: string, start: Comment, end: Comment | null }} Layout
 * @typedef {{ url: string, kind: NavigationKind, scroll: boolean, abort: AbortController, done: Promise<void>,
 *   apply?: (event: NavigateEvent | null) => Promise<void> }} Visit
 */

const own = /** @type {HTMLScriptElement} */ ([...document.scripts].find(script => script.src === import.meta.url));
const supported = 'NavigateEvent' in window && 'sourceElement' in NavigateEvent.prototype;
const scope = `${(own.dataset.base ?? '').replace(/\/$/, '')}/`;

/** Marks navigations that the browser does. */
const byBrowser = {};
const withoutHash = (/** @type {string} */ url) => url.split('#')[0];

/** The URL of the document that the content comes from. Differs from the location while Back or Forward is loading. */
let shown = withoutHash(location.href);
let shownAt = 0;
/** The keys of the history entries that have this content: the one of the document, and those that scripts pushed since. */
let entries = new Set([window.navigation?.currentEntry?.key]);
/** @type {Visit | null} */
let current = null;

/** @param {string} url */
function inScope(url) {
  const { origin, pathname } = new URL(url);
  return origin === location.origin && `${pathname}/`.startsWith(scope);
}

/** @param {Element | null | undefined} element */
const isOff = element => Boolean(element?.closest('[data-navigate=off], a[rel~=external]'));

/**
 * @param {string} name
 * @param {Visit} visit
 */
const emit = (name, { url, kind }, cancelable = false) =>
  document.dispatchEvent(new CustomEvent(`fra:${name}`, { cancelable, detail: { url, kind } }));

// --- Fetching and prefetching

const lifetime = 30_000;
const maxPrefetched = 32;
/** @type {Map<string, { loaded: Promise<Loaded | void>, expires: number }>} */
const prefetched = new Map();

/**
 * @param {string} url
 * @param {RequestInit} options
 * @returns {Promise<Loaded>}
 */
async function request(url, options) {
  const response = await fetch(url, { headers: { Accept: 'text/html' }, ...options });
  const isPage = /^text\/html\b/i.test(response.headers.get('Content-Type') ?? '')
    && !/^attachment/i.test(response.headers.get('Content-Disposition') ?? '')
    && inScope(response.url);
  if (isPage) return { url: response.url, html: await response.text() };
  await response.body?.cancel();
  return { url };
}

/** @param {string} url */
function fresh(url) {
  const entry = prefetched.get(url);
  return entry && entry.expires > performance.now() ? entry.loaded : undefined;
}

/** @param {string} href */
function prefetch(href) {
  if (!URL.canParse(href, document.baseURI)) return;
  const url = withoutHash(new URL(href, document.baseURI).href);
  const { saveData = false, effectiveType = '' } = navigator.connection ?? {};
  if (!supported || own.dataset.prefetch === 'off' || saveData || effectiveType.includes('2g')) return;
  if (!inScope(url) || url === shown || (current && url === withoutHash(current.url)) || fresh(url)) return;
  prefetched.delete(url);
  prefetched.set(url, {
    loaded: request(url, { priority: 'low' }).catch(() => { prefetched.delete(url); }),
    expires: performance.now() + lifetime,
  });
  if (prefetched.size > maxPrefetched) prefetched.delete(prefetched.keys().next().value ?? '');
}

/** @param {EventTarget | null} target */
function linkOf(target) {
  const link = target instanceof Element && target.closest('a[href]:not([download], [data-prefetch=off])');
  return link instanceof HTMLAnchorElement && /^(_self)?$/i.test(link.target) && !isOff(link) ? link : null;
}

function watchLinks() {
  /** @type {ReturnType<typeof setTimeout>} */
  let hover;
  /** @param {Event} event */
  const now = ({ target }) => {
    const link = linkOf(target);
    if (link) prefetch(link.href);
  };
  document.addEventListener('mouseover', event => {
    clearTimeout(hover);
    hover = setTimeout(now, 65, event);
  });
  document.addEventListener('focusin', now);
  document.addEventListener('touchstart', now, { passive: true });

  const visible = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      visible.unobserve(target);
      now(/** @type {any} */ ({ target }));
    }
  });
  const observe = (/** @type {Node} */ root) => {
    if (root instanceof Element) for (const link of root.querySelectorAll('a[data-prefetch]')) visible.observe(link);
  };
  observe(document.documentElement);
  // Also finds the links that scripts insert.
  new MutationObserver(records => new Set(records.map(record => record.target)).forEach(observe))
    .observe(document, { childList: true, subtree: true });
}

// --- Documents

/** @param {string} html */
function parse(html) {
  // Unlike DOMParser, it creates declarative shadow roots. Without the option, Chromium drops the comments.
  const next = /** @type {Document} */ (
    /** @type {any} */ (Document).parseHTMLUnsafe?.(html, { sanitizer: { comments: true } })
    ?? new DOMParser().parseFromString(html, 'text/html'));
  const script = [...next.scripts].find(each => each.getAttribute('src') === own.getAttribute('src'));
  // Another application, or another version of this one: only the browser can show it.
  if (!script) return null;
  // Parsed without scripting, the content of noscript is elements, which would load and apply.
  for (const noscript of next.querySelectorAll('noscript')) noscript.textContent = noscript.innerHTML;
  // The policy of the current document applies, with its nonce.
  const nonce = script.getAttribute('nonce');
  if (nonce) for (const element of next.querySelectorAll(`[nonce="${CSS.escape(nonce)}"]`)) element.setAttribute('nonce', own.nonce ?? '');
  return next;
}

/**
 * Returns the layouts of a document, the outermost first.
 * @param {Document} root
 */
function layoutsOf(root) {
  /** @type {Layout[]} */
  const layouts = [];
  const comments = root.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  while (comments.nextNode()) {
    const comment = /** @type {Comment} */ (comments.currentNode);
    const [, closing, path] = /^(\/?)fra:layout (.*)$/.exec(comment.data) ?? [];
    if (path === undefined) continue;
    const opened = closing && layouts.findLast(layout => layout.path === path && !layout.end);
    if (opened) opened.end = comment;
    else if (!closing) layouts.push({ path, start: comment, end: null });
  }
  return layouts;
}

/**
 * Returns the ranges of the content of the deepest layout that both documents share, the current one first.
 * @param {Document} next
 */
function sharedContent(next) {
  const [from, to] = [layoutsOf(document), layoutsOf(next)];
  let shared = null;
  for (let i = 0; from[i] && from[i].path === to[i]?.path; i++) {
    const pair = [from[i], to[i]];
    // The parser moves a comment if the markup is wrong: <p><!-- --><div>. The content has no common parent then.
    if (pair.every(({ start, end }) => end && start.parentNode === end.parentNode)) shared = pair;
  }
  return shared?.map(({ start, end }) => {
    const range = new Range();
    range.setStartAfter(start);
    range.setEndBefore(/** @type {Comment} */ (end));
    return range;
  });
}

// --- Scripts and the head

/**
 * Returns a copy of a parsed script that runs when it is inserted, in order.
 * @param {HTMLScriptElement} script
 */
function runnable(script) {
  const copy = document.createElement('script');
  for (const { name, value } of script.attributes) copy.setAttribute(name, value);
  copy.text = script.text;
  copy.async = script.hasAttribute('async');
  return copy;
}

/** @param {Element} element */
const settled = element => new Promise(resolve => {
  element.addEventListener('load', resolve);
  element.addEventListener('error', resolve);
});

/**
 * Takes the scripts out of the content, and returns a function that runs them like the parser would: one after the other.
 * @param {DocumentFragment} content
 */
function takeScripts(content) {
  const scripts = [...content.querySelectorAll('script')]
    .filter(({ type }) => /^(module|importmap|speculationrules|(text|application)\/(java|ecma)script)?$/i.test(type))
    .map(script => {
      const copy = runnable(script);
      script.type = 'inert';
      return { script, copy };
    });
  return async (/** @type {AbortSignal} */ signal) => {
    for (const { script, copy } of scripts) {
      if (signal.aborted) return;
      const waits = copy.src && !copy.async && !copy.defer && copy.type !== 'module' && !copy.noModule;
      const loaded = waits && settled(copy);
      script.replaceWith(copy);
      await loaded;
    }
  };
}

/** The elements of the head that came with a document. Others, inserted by scripts, are not touched. */
const managed = new Set(document.head.children);
/** Scripts insert style elements while the document loads, and these look the same as those of the document. */
const initialStyles = new Set(document.head.querySelectorAll('style'));

/** @param {Element} element */
function keyOf(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  copy.removeAttribute('nonce');
  return copy.outerHTML;
}

/**
 * @param {Element} element
 * @param {Element | null} previous
 */
function insert(element, previous) {
  if (previous) previous.after(element);
  else document.head.prepend(element);
}

/**
 * Loads the new stylesheets of a document. Returns a function that changes the head, or null if the visit was superseded.
 * @param {Document} next
 * @param {Range} content
 * @param {AbortSignal} signal
 */
async function prepareHead(next, content, signal) {
  // A stylesheet in the content would apply only after the content is visible, so it moves to the head. The link stays as an element,
  // because selectors count it.
  const moved = [...next.body.querySelectorAll('link[rel=stylesheet]')].filter(link => content.intersectsNode(link)).map(link => {
    const copy = /** @type {Element} */ (link.cloneNode());
    link.removeAttribute('rel');
    return copy;
  });
  const existing = new Map([...managed].filter(element => element.isConnected).map(element => [keyOf(element), element]));
  const kept = new Set();
  /** @type {{ element: HTMLLinkElement | HTMLStyleElement, media: string | null }[]} */
  const styles = [];
  /** @type {{ element: Element, previous: Element | null }[]} */
  const others = [];
  /** @type {Promise<unknown>[]} */
  const loading = [];
  /** @type {Element | null} */
  let previous = null;
  /** @type {Element | null} */
  let inserted = null;
  for (const element of [...next.head.children, ...moved]) {
    const match = existing.get(keyOf(element));
    if (match) {
      kept.add(match);
      previous = inserted = match;
    } else if (!element.matches('link[rel=stylesheet], style')) {
      const other = element.localName === 'script' ? runnable(/** @type {HTMLScriptElement} */ (element)) : element;
      others.push({ element: other, previous });
      previous = other;
    } else {
      const style = /** @type {HTMLLinkElement | HTMLStyleElement} */ (document.adoptNode(element));
      styles.push({ element: style, media: style.getAttribute('media') });
      // Loads, but does not apply to the current content.
      style.media = 'not all';
      if (style instanceof HTMLLinkElement) loading.push(settled(style));
      insert(style, inserted);
      previous = inserted = style;
    }
  }
  if (loading.length > 0) {
    const stop = new Promise(resolve => {
      signal.addEventListener('abort', resolve);
      setTimeout(resolve, 3000);
    });
    await Promise.race([Promise.all(loading), stop]);
  }
  if (signal.aborted) {
    for (const { element } of styles) element.remove();
    return null;
  }
  return () => {
    for (const { element, media } of styles) {
      if (media === null) element.removeAttribute('media');
      else element.media = media;
    }
    for (const { element, previous } of others) insert(element, previous);
    for (const element of [...managed]) {
      // A script stays, so that it does not run again.
      if (kept.has(element) || element.localName === 'script' || initialStyles.has(/** @type {any} */ (element))) continue;
      element.remove();
      managed.delete(element);
    }
    for (const { element } of [...others, ...styles]) managed.add(element);
    for (const name of ['lang', 'dir']) {
      const value = next.documentElement.getAttribute(name);
      if (value === null) document.documentElement.removeAttribute(name);
      else if (value !== document.documentElement.getAttribute(name)) document.documentElement.setAttribute(name, value);
    }
  };
}

// --- Focus and announcement

const announcer = document.createElement('fra-announcer');
const announcement = announcer.attachShadow({ mode: 'open' }).appendChild(document.createElement('div'));

function addAnnouncer() {
  announcement.ariaLive = 'assertive';
  announcer.style.cssText = 'position:fixed;bottom:0;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap';
  document.body.append(announcer);
}

/** @param {HTMLElement | null | undefined} element */
function focus(element) {
  if (!element) return;
  element.focus({ preventScroll: true });
  if (document.activeElement === element) return;
  element.tabIndex = -1;
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  element.focus({ preventScroll: true });
}

// --- Navigation

/**
 * Replaces the content. Scrolls, moves the focus, announces the title, and runs the scripts.
 * @param {Visit} visit
 * @param {{ head: () => void, from: Range, to: Range, url: string }} change
 * @param {NavigateEvent | null} event Not for a refresh.
 */
async function show(visit, { head, from, to, url }, event) {
  const content = to.extractContents();
  const runScripts = takeScripts(content);
  const heading = content.querySelector('[autofocus]') ?? content.querySelector('h1, h2, h3, h4, h5, h6')
    ?? [...content.children].find(element => !element.matches('script, style, link, template, noscript'));
  const keeps = visit.kind === 'refresh' || !visit.scroll;
  const position = { left: scrollX, top: scrollY, behavior: /** @type {const} */ ('instant') };
  const focusedId = document.activeElement && from.intersectsNode(document.activeElement) && document.activeElement.id;

  head();
  from.deleteContents();
  from.insertNode(content);
  shown = withoutHash(url);
  shownAt = performance.now();
  entries = new Set([navigation.currentEntry?.key]);

  if (keeps) {
    scrollTo(position);
    if (focusedId) focus(document.getElementById(focusedId));
  } else {
    event?.scroll();
    focus(/** @type {HTMLElement} */ (new URL(url).hash && document.querySelector(':target') || heading));
  }
  if (visit.kind !== 'refresh') announcement.textContent = document.title || heading?.textContent || location.pathname;
  await runScripts(visit.abort.signal);
  if (!visit.abort.signal.aborted) emit('navigated', { ...visit, url });
}

/**
 * Fetches the document of a visit and shows it, or has the browser load it.
 * @param {Visit} visit
 * @param {NavigateEvent} [event] For Back and Forward.
 */
async function run(visit, event) {
  const { url, kind, abort: { signal } } = visit;
  const load = async () => {
    const page = withoutHash(url);
    const ready = kind !== 'refresh' && await fresh(page);
    prefetched.delete(page);
    const loaded = ready || await request(page, { signal, cache: kind === 'refresh' ? 'no-cache' : 'default' });
    const next = loaded.html === undefined ? null : parse(loaded.html);
    const ranges = next && sharedContent(next);
    return next && ranges && { next, ranges, url: loaded.url + new URL(url).hash };
  };
  try {
    const loaded = await load().catch(() => null);
    if (signal.aborted) return;
    if (!loaded) return loadByBrowser(url, kind);
    const { next, ranges: [from, to] } = loaded;
    const head = await prepareHead(next, to, signal);
    if (!head) return;
    const apply = visit.apply = event => show(visit, { head, from, to, url: loaded.url }, event);
    if (loaded.url === url && (event || kind === 'refresh')) return await apply(event ?? null);
    const history = kind === 'push' && loaded.url !== location.href ? 'push' : 'replace';
    await navigate(loaded.url, history, visit);
  } finally {
    if (current === visit) current = null;
  }
}

/**
 * @param {string} url
 * @param {'push' | 'replace'} history
 * @param {unknown} info
 */
function navigate(url, history, info) {
  const { committed, finished } = navigation.navigate(url, { history, info });
  // They fail if the navigation is superseded, or becomes a download.
  committed?.catch(() => {});
  return finished?.catch(() => {});
}

/**
 * @param {string} url
 * @param {NavigationKind} kind
 */
function loadByBrowser(url, kind) {
  if (kind === 'traverse' || kind === 'refresh') return location.reload();
  navigate(url, kind, byBrowser);
}

/**
 * Starts a visit, which supersedes the current one. A second visit to the same URL joins the first. Returns null if it was canceled.
 * @param {string} url
 * @param {NavigationKind} kind
 * @param {{ scroll?: boolean }} [options]
 */
function start(url, kind, { scroll = true } = {}) {
  if (current?.url === url && current.kind === kind && kind !== 'refresh') return current;
  /** @type {Visit} */
  const visit = { url, kind, scroll, abort: new AbortController(), done: Promise.resolve() };
  if (!emit('before-navigate', visit, true)) return null;
  current?.abort.abort();
  announcement.textContent = '';
  return current = visit;
}

/** @param {NavigateEvent} event */
function onNavigate(event) {
  const { destination: { key, url, sameDocument }, info, navigationType, sourceElement: source } = event;
  const options = /** @type {const} */ ({ scroll: 'manual', focusReset: 'manual' });
  const visit = current;
  if (visit?.apply && info === visit) {
    event.intercept({ ...options, handler: () => /** @type {any} */ (visit).apply(event) });
    return;
  }
  if (!event.canIntercept || event.downloadRequest !== null || event.formData || info === byBrowser) return;
  if (navigationType === 'reload' || isOff(source) || isOff(/** @type {any} */ (source)?.form)) return;
  if (navigationType === 'traverse') {
    current?.abort.abort();
    current = null;
    // The other entries of the same page belong to the browser, or to the script that pushed them.
    if (!sameDocument || withoutHash(url) === shown || entries.has(key)) return;
    const visit = start(url, 'traverse');
    if (visit) event.intercept({ ...options, handler: () => visit.done = run(visit, event) });
    return;
  }
  // Links to a fragment, and history.pushState.
  if (sameDocument || !inScope(url)) return;
  event.preventDefault();
  // The second click of a double click, when the first was fast.
  if (url === location.href && event.userInitiated && event.timeStamp - shownAt < 500) return;
  // Not within the event: a prefetched page would change the URL before this navigation is canceled.
  setTimeout(visitPage, 0, url, navigationType);
}

/**
 * @param {string} href
 * @param {NavigationKind} kind
 * @param {{ scroll?: boolean }} [options]
 */
async function visitPage(href, kind, options) {
  const url = new URL(href, document.baseURI).href;
  const isFragment = kind !== 'refresh' && url.includes('#') && withoutHash(url) === withoutHash(location.href);
  if (!supported) return kind === 'refresh' ? location.reload() : kind === 'replace' ? location.replace(url) : location.assign(url);
  if (!inScope(url) || isFragment) return loadByBrowser(url, kind);
  const joined = current;
  const visit = start(url, kind, options);
  if (visit && visit !== joined) visit.done = run(visit);
  await visit?.done;
}

export const router = {
  /** Navigates to a URL. Resolves when it is shown, superseded or canceled. `scroll: false` keeps scroll position and focus. */
  push: (/** @type {string} */ href, /** @type {{ scroll?: boolean }} */ options = {}) => visitPage(href, 'push', options),
  /** Navigates to a URL, which replaces the current history entry. */
  replace: (/** @type {string} */ href, /** @type {{ scroll?: boolean }} */ options = {}) => visitPage(href, 'replace', options),
  back: () => history.back(),
  forward: () => history.forward(),
  /** Fetches the page again, and replaces its content. Keeps scroll position and focus, and drops prefetched pages. */
  refresh: async () => {
    prefetched.clear();
    while (current && current.kind !== 'refresh') await current.done;
    return visitPage(location.href, 'refresh');
  },
  /** Fetches a page ahead of a navigation to it, unless the client saves data. */
  prefetch,
};

Object.assign(window, { fra: { router } });
if (supported) {
  addAnnouncer();
  navigation.addEventListener('navigate', onNavigate);
  navigation.addEventListener('currententrychange', ({ navigationType }) => {
    if (navigationType === 'push') entries.add(navigation.currentEntry?.key);
  });
  if (own.dataset.prefetch !== 'off') watchLinks();
}

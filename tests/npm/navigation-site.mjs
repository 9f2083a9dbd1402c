import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const scripts = join(import.meta.dirname, '../../src/FileRoutedApi/Pages/Scripts');

// A script as it is served: without comments and indentation.
export function served(name) {
  const text = readFileSync(join(scripts, `${name}.js`), 'utf8')
    .replace(/\/\*\*.*?\*\/ ?/gs, '')
    .split('\n').map(line => line.trim()).filter(line => line !== '' && !line.startsWith('//')).join('\n');
  return { text, path: `/_fra/${name}.${createHash('sha256').update(text).digest('hex').slice(0, 16)}.js` };
}

const navigation = served('navigation');
const dev = served('dev');
const tall = '<div class="tall"></div>';
const links = (...paths) => `<ul>${paths.map(path => `<li><a href="${path}">${path}</a></li>`).join('')}</ul>`;
const within = (path, children) => `<!--fra:layout ${path}-->${children}<!--/fra:layout ${path}-->`;

// The root layout: everything that must survive a navigation is here.
const root = content => `
  <header><nav>${links('/', '/blog', '/blog/a', '/blog/b', '/teams/1', '/teams/2', '/slow', '/search?q=1')}</nav></header>
  <input id="counter" aria-label="Counter"><output id="timer">0</output>
  <details id="menu"><summary>Menu</summary>Open</details>
  <aside id="sidebar">${tall}</aside>
  <form id="search" action="/search"><input name="q" value="ä&amp;b c"><button name="by" value="date">Search</button>
    <button id="there" formaction="/blog/a">There</button><button id="tab" formtarget="_blank">Tab</button></form>
  <p>Before</p><main>${within('/', content)}</main><footer>After</footer>`;
const blog = content => `<section id="blog"><input id="filter" aria-label="Filter">${within('/blog', content)}</section>`;
const team = (id, content) => `<section><input id="team" aria-label="Team">${within(`/teams/${id}`, content)}</section>`;
const table = content => `<h1>Table</h1><table><tbody>${within('/table', content)}</tbody></table>`;
const row = id => `<tr id="row"><td>Row ${id}</td><td><a href="/table/${3 - id}">Other</a></td></tr>`;

// One entry for each path. content: the page inside the root layout. body: the whole body instead.
const pages = {
  '/': {
    title: 'Home',
    content: `<h1>Home</h1><p id="ready">${links('/missing', '/text', '/download', '/plain', '/version', '/shop', '/old', '/away',
      '/scripts', '/styled', '/styled-body', '/bad-style', '/head', '/hash#sec', '/hash#gr%C3%B6%C3%9Fe', '/hash#größe', '/hash#a%20b',
      '/%C3%BCn%C3%AF/日本?q=ö', '/auto', '/plain-text', '/shadow', '/noscript', '/german', '/wrong', '/table/1', '/base', '/to-hash',
      '/fails', '/post', '/away/leaf?nonce')}</p>
      <a id="blank" href="/blog" target="_blank">Tab</a> <a id="save" href="/blog" download>Save</a>
      <a id="external" href="/blog" rel="external">External</a> <div data-navigate="off"><a id="off" href="/blog">Off</a></div>
      <a id="mail" href="mailto:a@example.com">Mail</a> <a id="self" href="/blog" target="_self">Self</a>
      <form id="send" method="post" action="/post"><button>Post</button></form>
      <form id="off-form" data-navigate="off" action="/search"><button>Search</button></form>
      ${tall}<a id="bottom" href="/blog/a">Bottom</a>${tall}<a id="visible" data-prefetch href="/teams/1">Visible</a>`,
  },
  '/blog': { title: 'Blog', content: blog(`<h1>Blog</h1>${links('/blog/a', '/blog/b')}`) },
  '/blog/a': { title: 'A', content: blog(`<h1>A</h1>${links('/blog/b', '/')}${tall}`) },
  '/blog/b': { title: 'B', content: blog(`<h1>B</h1>${links('/blog/a', '/')}`) },
  '/teams/1': { title: 'Team 1', content: team(1, `<h1>Team 1</h1>${links('/teams/1/members', '/teams/2')}`) },
  '/teams/1/members': { title: 'Members', content: team(1, `<h1>Members</h1>${links('/teams/1', '/teams/2')}`) },
  '/teams/2': { title: 'Team 2', content: team(2, '<h1>Team 2</h1>') },
  '/slow': { title: 'Slow', content: '<h1>Slow</h1>' },
  '/fails': { title: 'Fails', content: '<h1>Fails</h1>' },
  '/missing': { status: 404, title: 'Not found', content: '<h1>Not found</h1>' },
  '/text': { type: 'text/plain', body: 'Text' },
  '/download': { headers: { 'Content-Disposition': 'attachment; filename="page.html"' }, title: 'Download', content: 'Download' },
  '/plain': { body: '<!doctype html><title>Plain</title><h1>Plain</h1>', bare: true },
  '/version': { title: 'Version', content: '<h1>Version</h1>', script: '/_fra/navigation.0.js' },
  '/shop': { title: 'Shop', body: within('/(shop)', `<h1>Shop</h1>${links('/')}`) },
  '/old': { redirect: () => '/blog/a' },
  '/to-hash': { redirect: () => '/hash' },
  '/away': { redirect: other => `${other}/blog` },
  '/search': { title: 'Search', content: url => `<h1>Search</h1><p id="query">${escape(url.search)}</p>` },
  '/hash': {
    title: 'Hash',
    content: `<h1>Hash</h1><a href="#sec">Same</a><a href="/hash#größe">Same, unicode</a>${tall}<h2 id="sec">Section</h2>${tall}
      <h2 id="größe">Größe</h2>${tall}<h2 id="a b">Space</h2>${tall}`,
  },
  '/ünï/日本': { title: 'Unicode', content: url => `<h1>日本</h1><p id="query">${escape(url.search)}</p>` },
  '/base': { title: 'Base', head: '<base href="/blog/">', content: '<h1>Base</h1><a id="relative" href="a">Relative</a>' },
  '/head': {
    title: 'Head', content: '<h1>Head</h1>',
    head: `<meta name="description" content="About heads"><meta property="og:title" content="Heads"><link rel="canonical" href="/head">
      <link rel="icon" href="/icon-2.svg"><script src="/count.js?head"></script>`,
  },
  '/styled': { title: 'Styled', head: '<link rel="stylesheet" href="/styled.css">', content: '<h1 class="styled">Styled</h1>' },
  '/styled-body': { title: 'Styled body', content: '<link rel="stylesheet" href="/styled.css"><h1 class="styled">Styled</h1>' },
  '/bad-style': { title: 'Bad style', head: '<link rel="stylesheet" href="/no.css">', content: '<h1>Bad style</h1>' },
  '/scripts': {
    title: 'Scripts',
    content: `<h1>Scripts</h1><script src="/count.js?classic"></script><script type="module" src="/count.js?module"></script>
      <script type="application/json" id="data">{"a":1}</script><template><script src="/count.js?template"></script></template>`,
  },
  '/nonce': { csp: `script-src 'nonce-one'`, nonce: 'one', title: 'Nonce', content: `<h1>Nonce</h1>${links('/nonce/inline')}` },
  '/nonce/inline': {
    csp: `script-src 'nonce-two'`, nonce: 'two', title: 'Inline',
    content: `<h1>Inline</h1><script src="/count.js?first" nonce="two"></script>
      <script nonce="two">count('inline', document.currentScript !== null && counts.first)</script><script>count('no nonce')</script>`,
  },
  '/auto': { title: 'Auto', content: `<h1>Auto</h1><input id="auto" autofocus>${tall}` },
  '/plain-text': { title: 'No heading', content: '<p id="first">No heading</p>' },
  '/shadow': {
    title: 'Shadow',
    content: '<h1>Shadow</h1><div id="host"><template shadowrootmode="open"><b>In shadow</b></template></div>',
  },
  '/noscript': { title: 'Noscript', content: '<h1>Noscript</h1><noscript><img src="/icon.svg?noscript"><p id="no">No</p></noscript>' },
  '/german': { lang: 'de', title: 'Deutsch', content: '<h1>Deutsch</h1>' },
  // The parser closes the paragraph before the division, so that the comments have different parents.
  '/wrong': { title: 'Wrong', content: `<p>${within('/wrong', '<div><h1>Wrong</h1></div>')}` },
  '/wrong/2': { title: 'Wrong 2', content: `<p>${within('/wrong', '<div><h1>Wrong 2</h1></div>')}` },
  '/table/1': { title: 'Row 1', content: table(row(1)) },
  '/table/2': { title: 'Row 2', content: table(row(2)) },
  '/docs/a': { base: '/docs', title: 'Docs A', content: `<h1>Docs A</h1>${links('/docs/b')}` },
  '/docs/b': { base: '/docs', title: 'Docs B', content: '<h1>Docs B</h1>' },
  '/dev': { title: 'Dev', dev: true, content: '<h1>Dev</h1><input id="draft"><p id="time"></p><a href="/blog">Blog</a>' },
};

const files = {
  [navigation.path]: ['text/javascript', navigation.text],
  [dev.path]: ['text/javascript', dev.text],
  '/_fra/navigation.0.js': ['text/javascript', ''],
  '/site.css': ['text/css', `.tall { height: 2000px } #sidebar { height: 100px; overflow: auto } body { margin: 0 }
    header li, p li { display: inline-block; margin-right: 8px }`],
  '/styled.css': ['text/css', '.styled { color: rgb(1, 2, 3) }'],
  '/icon.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  '/icon-2.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  '/layout.js': ['text/javascript', `const timer = document.getElementById('timer');
    if (timer) setInterval(() => timer.textContent++, 50);
    window.counts = {}; window.count = (key, value) => counts[key] = value ?? (counts[key] ?? 0) + 1;`],
  '/count.js': ['text/javascript', `count(new URL(document.currentScript?.src ?? 'x:?module').search.slice(1))`],
};

const escape = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

function render(page, url) {
  const content = typeof page.content === 'function' ? page.content(url) : page.content;
  const data = `${page.dev ? ' data-prefetch="off"' : ''}${page.base ? ` data-base="${page.base}"` : ''}`;
  const nonce = page.nonce ? ` nonce="${page.nonce}"` : '';
  return `<!doctype html><html lang="${page.lang ?? 'en'}"><head><meta charset="utf-8"><title>${page.title}</title>${page.head ?? ''}
    <link rel="stylesheet" href="/site.css"><link rel="icon" href="/icon.svg"><script src="/layout.js" defer${nonce}></script>
    <script type="module" src="${page.script ?? navigation.path}"${data}${nonce}></script>
    ${page.dev ? `<script type="module" src="${dev.path}"></script>` : ''}
    </head><body>${page.body ?? root(content)}</body></html>`;
}

function listen(handler) {
  return new Promise(resolve => {
    const server = createServer(handler).listen(0, '127.0.0.1', () => resolve(server));
  });
}

const urlOf = server => `http://127.0.0.1:${server.address().port}`;

// Serves the pages by the contract of the server. Returns the URL, another origin with the same pages, and functions that send
// an event to the pages with a query, and that disconnect them, like a development server.
export async function startSite() {
  let other;
  let version = 1;
  const streams = new Map();
  const streamsOf = query => [...streams].filter(([, search]) => search === query).map(([stream]) => stream);
  const handle = (request, response) => {
    const url = new URL(request.url, 'http://site');
    const send = (status, headers, body) => response.writeHead(status, headers).end(request.method === 'HEAD' ? '' : body);
    if (url.pathname === '/_dev/pages') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(`retry: 50\nevent: hello\ndata: ${version}\n\n`);
      streams.set(response, new URL(request.headers.referer).search);
      request.on('close', () => streams.delete(response));
      return;
    }
    const file = files[url.pathname];
    if (file) return send(200, { 'Content-Type': file[0], 'Cache-Control': 'max-age=31536000, immutable' }, file[1]);
    if (url.pathname === '/post') return send(200, { 'Content-Type': 'text/html' }, `<h1>${request.method}</h1>`);
    const page = pages[decodeURIComponent(url.pathname)];
    if (!page) return send(404, { 'Content-Type': 'text/plain' }, 'Not found');
    if (page.redirect) return send(302, { Location: page.redirect(urlOf(other)) });
    const headers = {
      'Content-Type': `${page.type ?? 'text/html'}; charset=utf-8`,
      'Content-Security-Policy': `default-src 'self'; ${page.csp ?? `script-src 'self'`}`,
      ...page.headers,
    };
    send(page.status ?? 200, headers, page.type || page.bare ? page.body : render(page, url));
  };
  const server = await listen(handle);
  other = await listen(handle);
  return {
    url: urlOf(server),
    other: urlOf(other),
    send: (query, event) => streamsOf(query).forEach(stream => stream.write(`event: ${event}\ndata: ${version}\n\n`)),
    disconnect: query => {
      version += 1;
      streamsOf(query).forEach(stream => stream.destroy());
    },
    close: () => [server, other].forEach(each => { each.closeAllConnections(); each.close(); }),
  };
}

// Updates the dashboard, filters the routes and sends requests to them. The page is readable without this script.
const byId = id => document.getElementById(id);

function element(name, className, ...content) {
  const created = document.createElement(name);
  if (className) created.className = className;
  created.append(...content);
  return created;
}

for (const hidden of [byId('live'), byId('pause')]) hidden.hidden = false;

// ---- Filter

const filter = byId('filter-text');

function applyFilter() {
  const words = filter.value.toLowerCase().split(' ').filter(Boolean);
  const routes = byId('routes');
  for (const route of routes.querySelectorAll('.route')) {
    route.hidden = !words.every(word => route.dataset.text.includes(word));
  }
  for (const branch of routes.querySelectorAll('.branch')) {
    branch.hidden = !branch.querySelector('.route:not([hidden])');
  }
  byId('no-route')?.remove();
  if (words.length > 0 && !routes.querySelector('.route:not([hidden])')) {
    const none = element('p', 'none', `No route has “${filter.value}” in its pattern, methods or file.`);
    none.id = 'no-route';
    routes.append(none);
  }
}

filter.addEventListener('input', applyFilter);
byId('filter').addEventListener('submit', event => event.preventDefault());

// ---- Refresh: replaces parts of the page by id

async function fetchPart(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
}

async function refresh(...ids) {
  const parts = new DOMParser().parseFromString(await fetchPart('/_dev/routes'), 'text/html');
  const closed = [...document.querySelectorAll('#routes details:not([open])')].map(branch => branch.dataset.key);
  for (const id of ids) byId(id).replaceWith(parts.getElementById(id));
  for (const branch of document.querySelectorAll('#routes details')) {
    if (closed.includes(branch.dataset.key)) branch.open = false;
  }
  showTryButtons();
  showPlaces();
  applyFilter();
  if (byId('explanation').childElementCount > 0) await explain();
}

// Includes the routes: a page with a filter in its address does not have all of them.
async function refreshState() {
  await refresh('summary', 'errors', 'routes');
}

const quietly = work => work().catch(() => { /* The server is not reachable. Once it is back, it sends hello. */ });

// ---- Which file handles a path?

async function explain() {
  const path = byId('explain-path').value;
  byId('explanation').innerHTML = await fetchPart(`/_dev/explain?path=${encodeURIComponent(path)}`);
}

byId('explain').addEventListener('submit', event => {
  event.preventDefault();
  quietly(explain);
});

// ---- Requests

const maxRequests = 200;
const pause = byId('pause');
let waiting = [];
let scheduled = false;

function fileLink(file) {
  const link = element('a', 'file', file);
  link.href = `${byId('requests').dataset.editor}/${file.split('/').map(encodeURIComponent).join('/')}:1:1`;
  link.title = 'Open in the editor';
  return link;
}

function row(request) {
  const coloured = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(request.method);
  const created = element('li', 'new',
    element('span', `status s${Math.floor(request.status / 100)}`, String(request.status)), ' ',
    element('span', `method ${coloured ? request.method.toLowerCase() : 'other'}`, request.method), ' ',
    element('span', 'path', request.path), ' ',
    element('span', 'took', `${request.milliseconds.toFixed(1)} ms`), ' ',
    element('time', '', request.time), ' ',
    element('span', 'by', ...(request.file ? [fileLink(request.file)] : [])));
  created.dataset.at = request.at;
  return created;
}

function isPaused() {
  return pause.getAttribute('aria-pressed') === 'true';
}

function showRequests() {
  scheduled = false;
  if (isPaused()) {
    pause.textContent = waiting.length > 0 ? `Resume (${waiting.length})` : 'Resume';
    return;
  }

  const list = byId('requests');
  const known = new Set([...list.children].map(shown => `${shown.dataset.at} ${shown.querySelector('.path').textContent}`));
  const added = waiting.filter(request => !known.has(`${request.at} ${request.path}`));
  list.prepend(...added.reverse().map(row));
  while (list.children.length > maxRequests) list.lastElementChild.remove();
  waiting = [];
}

function schedule() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(showRequests);
}

pause.addEventListener('click', () => {
  const paused = !isPaused();
  pause.setAttribute('aria-pressed', String(paused));
  if (!paused) pause.textContent = 'Pause';
  schedule();
});

// ---- Events

const live = byId('live');
let events;
let greeted = false;

function setLive(on) {
  live.classList.toggle('off', !on);
  live.title = on ? 'Live' : 'The server is not reachable';
  live.replaceChildren(element('span', 'sr', live.title));
}

function watch() {
  // Browsers open at most six connections per server, so a hidden page closes its own.
  if (document.hidden) {
    events?.close();
    events = undefined;
    return;
  }

  if (events) return;
  events = new EventSource('/_dev/events');
  events.addEventListener('open', () => setLive(true));
  events.addEventListener('error', () => setLive(false));
  events.addEventListener('change', () => quietly(refreshState));
  events.addEventListener('request', event => {
    waiting = [...waiting, JSON.parse(event.data)].slice(-maxRequests);
    schedule();
  });
  events.addEventListener('hello', event => {
    // Fetches what has changed while the page was not connected.
    const { rendered } = document.documentElement.dataset;
    if (greeted || JSON.parse(event.data).changed >= Number(rendered)) quietly(refreshState);
    if (!isPaused()) quietly(() => refresh('requests'));
    greeted = true;
  });
}

setLive(false);
watch();
document.addEventListener('visibilitychange', watch);

// ---- Try a route

const dialog = byId('try');
const form = byId('try-form');
const output = byId('try-response');
const allMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const maxShown = 1_000_000;
let segments = [];
let running;

function showTryButtons() {
  for (const button of document.querySelectorAll('button.try')) button.hidden = false;
}

function parseSegment(text) {
  const [, name] = /^\[\[\.\.\.(.+)\]\]$/.exec(text) ?? [];
  if (name) return { name, rest: true, optional: true };
  const [, rest] = /^\[\.\.\.(.+)\]$/.exec(text) ?? [];
  if (rest) return { name: rest, rest: true };
  const [, dynamic] = /^\[(.+)\]$/.exec(text) ?? [];
  return dynamic ? { name: dynamic } : { text };
}

function parameterField(segment) {
  segment.input = element('input');
  segment.input.required = !segment.optional;
  segment.input.autocomplete = 'off';
  segment.input.autocapitalize = 'none';
  segment.input.spellcheck = false;
  if (segment.rest) segment.input.placeholder = segment.optional ? 'empty, or a/b/c' : 'a/b/c';
  return element('label', '', `${segment.name} `, segment.input);
}

function open({ pattern, methods }) {
  byId('try-pattern').textContent = pattern;
  const offered = methods === '*' || methods === '' ? allMethods : methods.split(' ');
  form.elements.method.replaceChildren(...offered.map(method => new Option(method)));
  segments = pattern.split('/').slice(1).filter(Boolean).map(parseSegment);
  byId('try-parameters').replaceChildren(...segments.filter(segment => segment.name).map(parameterField));
  for (const name of ['query', 'headers', 'body']) form.elements[name].value = '';
  output.replaceChildren();
  preview();
  dialog.showModal();
  (segments.find(segment => segment.input)?.input ?? form.elements.method).focus();
}

function addressOf() {
  const parts = segments.flatMap(({ text, input, rest }) => {
    if (!input) return [encodeURIComponent(text)];
    if (!rest) return [encodeURIComponent(input.value)];
    return input.value.split('/').filter(Boolean).map(encodeURIComponent);
  });
  const query = form.elements.query.value.replace(/^\?/, '');
  return `/${parts.join('/')}${query ? `?${query}` : ''}`;
}

function preview() {
  const method = form.elements.method.value;
  byId('try-url').textContent = `${method} ${addressOf()}`;
  byId('try-body').hidden = method === 'GET' || method === 'HEAD';
}

function headersOf(body) {
  const headers = new Headers();
  for (const line of form.elements.headers.value.split('\n').filter(text => text.trim())) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`“${line}” is not a header. Write “Name: value”.`);
    headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  if (body && !headers.has('Content-Type')) {
    headers.set('Content-Type', /^\s*[[{"]/.test(body) ? 'application/json' : 'text/plain; charset=utf-8');
  }
  return headers;
}

function pretty(text, type) {
  if (!/\bjson\b/.test(type)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

// Shows the body while it arrives, so that streams can be watched.
async function readBody(response, show) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (reader && text.length < maxShown) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    show(text);
  }
  await reader?.cancel();
  return reader ? `${text}…` : text;
}

async function showResponse(response, started) {
  const type = response.headers.get('Content-Type') ?? '';
  const took = () => `${(performance.now() - started).toFixed(0)} ms`;
  const time = element('span', 'time', took());
  const size = element('span', 'size');
  const body = element('pre');
  body.tabIndex = 0;
  const headers = element('pre', '', [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n'));
  const outcome = element('p', 'outcome',
    element('span', `status s${Math.floor(response.status / 100)}`, `${response.status} ${response.statusText}`.trim()),
    time,
    element('span', '', type),
    size,
    ...(response.redirected ? [element('span', '', `redirected to ${response.url}`)] : []));
  output.replaceChildren(outcome, element('details', '', element('summary', '', 'Headers'), headers), body);
  if (type && !/^text\/|json|xml|javascript|urlencoded/.test(type)) {
    size.textContent = `${(await response.blob()).size} bytes`;
  } else {
    body.textContent = pretty(await readBody(response, text => { body.textContent = text; }), type);
  }
  time.textContent = took();
}

async function send() {
  running?.abort();
  running = new AbortController();
  output.replaceChildren(element('p', 'none', 'Waiting for the response…'));
  try {
    const method = form.elements.method.value;
    const body = method === 'GET' || method === 'HEAD' ? '' : form.elements.body.value;
    const started = performance.now();
    const headers = headersOf(body);
    const response = await fetch(addressOf(), { method, headers, body: body || undefined, cache: 'no-store', signal: running.signal });
    await showResponse(response, started);
  } catch (error) {
    if (error.name !== 'AbortError') output.replaceChildren(element('p', 'bad', error.message));
  }
}

document.addEventListener('click', event => {
  const button = event.target.closest('button.try');
  if (button) open(button.dataset);
});
form.addEventListener('input', preview);
form.addEventListener('submit', event => {
  event.preventDefault();
  send();
});
byId('try-close').addEventListener('click', () => dialog.close());
dialog.addEventListener('click', event => {
  if (event.target === dialog) dialog.close();
});
dialog.addEventListener('close', () => running?.abort());

showTryButtons();
applyFilter();

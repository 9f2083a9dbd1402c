// Updates the dashboard, filters the routes and sends requests to them. The page is readable without this script.
const byId = id => document.getElementById(id);

function element(name, className, ...content) {
  const created = document.createElement(name);
  if (className) created.className = className;
  created.append(...content);
  return created;
}

for (const hidden of [byId('live'), byId('pause'), byId('request-filter')]) hidden.hidden = false;

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

const keyOf = branch => `${branch.id} ${branch.className} ${branch.dataset.key}`;

async function refresh(...ids) {
  const parts = new DOMParser().parseFromString(await fetchPart('/_dev/routes'), 'text/html');
  // What was opened or closed stays so.
  const state = new Map([...document.querySelectorAll('details')].map(branch => [keyOf(branch), branch.open]));
  for (const id of ids) byId(id).replaceWith(parts.getElementById(id));
  for (const branch of document.querySelectorAll('details')) {
    if (state.has(keyOf(branch))) branch.open = state.get(keyOf(branch));
  }
  showTryButtons();
  showPlaces();
  applyFilter();
  applyRequestFilter();
  if (byId('explanation').childElementCount > 0) await explain();
}

// Includes the routes: a page with a filter in its address does not have all of them.
async function refreshState() {
  await refresh('summary', 'links', 'errors', 'routes', 'process', 'settings');
  scheduleJobs();
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

const maxRequests = 250;
const pause = byId('pause');
const requestText = byId('request-text');
const requestStatus = byId('request-status');
const requestAssets = byId('request-assets');
let waiting = [];
let scheduled = false;

function applyRequestFilter() {
  const words = requestText.value.toLowerCase().split(' ').filter(Boolean);
  for (const row of byId('requests').children) {
    const { text, status } = row.dataset;
    row.hidden = !words.every(word => text.includes(word))
      || !requestStatus.value.includes(status[0])
      || (!requestAssets.checked && row.classList.contains('asset'));
  }
}

byId('request-filter').addEventListener('input', applyRequestFilter);
byId('request-filter').addEventListener('submit', event => event.preventDefault());

const requestDialog = byId('request');

async function openRequest(id) {
  byId('request-details').innerHTML = await fetchPart(`/_dev/requests/${id}?part`);
  if (!requestDialog.open) requestDialog.showModal();
  requestDialog.scrollTop = 0;
  showPlaces();
}

byId('requests').parentElement.addEventListener('click', event => {
  const row = event.target.closest('#requests li');
  if (!row?.querySelector('a.path') || event.target.closest('a.file') || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  quietly(() => openRequest(row.dataset.id));
});

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
  const known = new Set([...list.children].map(shown => shown.dataset.id));
  const added = waiting.filter(request => !known.has(String(request.id))).map(request => {
    const row = new DOMParser().parseFromString(request.html, 'text/html').querySelector('li');
    row.classList.add('new');
    return document.adoptNode(row);
  });
  list.prepend(...added.reverse());
  applyRequestFilter();
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
let expected;
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
  events.addEventListener('jobs', scheduleJobs);
  events.addEventListener('request', event => {
    const request = JSON.parse(event.data);
    waiting = [...waiting, request].slice(-maxRequests);
    expected?.(request);
    schedule();
  });
  events.addEventListener('hello', event => {
    // Fetches what has changed while the page was not connected.
    const { rendered } = document.documentElement.dataset;
    if (greeted || JSON.parse(event.data).changed >= Number(rendered)) quietly(refreshState);
    if (!isPaused()) quietly(() => refresh('requests'));
    if (greeted) scheduleJobs();
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
let queryFields = [];
let operations;
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

// ---- The OpenAPI document, for known parameters and sample bodies

async function findOperations(pattern) {
  try {
    const openApi = JSON.parse(await fetchPart('/openapi/v1.json'));
    const wanted = pattern.replace(/\[+(?:\.\.\.)?([^\]]+)\]+/g, '{}');
    const path = Object.keys(openApi.paths ?? {}).find(known => known.replace(/\{[^}]*\}/g, '{}').toLowerCase() === wanted.toLowerCase());
    return { openApi, methods: openApi.paths?.[path] ?? {} };
  } catch {
    return { openApi: {}, methods: {} };
  }
}

function resolve(openApi, schema) {
  const name = schema?.$ref?.split('/').slice(1);
  return name ? resolve(openApi, name.reduce((part, key) => part?.[key], openApi)) : schema;
}

const samples = {
  'date-time': '2026-01-31T12:00:00Z', date: '2026-01-31', time: '12:00:00', email: 'ada@example.com', uri: 'https://example.com',
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
};

// A value that fits a schema. Objects may contain themselves, so the depth is limited.
function sampleOf(openApi, reference, depth = 0) {
  const schema = resolve(openApi, reference) ?? {};
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const other = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (other && !schema.properties) return sampleOf(openApi, other.find(part => resolve(openApi, part)?.type !== 'null'), depth + 1);
  const type = [schema.type].flat().find(name => name !== 'null');
  if (type === 'object' || schema.properties) {
    if (depth > 4) return {};
    return Object.fromEntries(Object.entries(schema.properties ?? {})
      .filter(([, property]) => !resolve(openApi, property)?.readOnly)
      .map(([name, property]) => [name, sampleOf(openApi, property, depth + 1)]));
  }
  if (type === 'array') return depth > 4 ? [] : [sampleOf(openApi, schema.items, depth + 1)];
  if (type === 'integer' || type === 'number') return schema.minimum ?? (schema.exclusiveMinimum ?? -1) + 1;
  if (type === 'boolean') return true;
  return samples[schema.format] ?? 'text'.padEnd(schema.minLength ?? 0, 'x').slice(0, schema.maxLength);
}

function queryField({ name, required, schema, description }) {
  const input = element('input');
  input.autocomplete = 'off';
  input.autocapitalize = 'none';
  input.spellcheck = false;
  input.required = required === true;
  const { default: standard, type } = resolve(operations.openApi, schema) ?? {};
  input.placeholder = standard !== undefined ? String(standard) : [type].flat().find(each => each && each !== 'null') ?? '';
  if (description) input.title = description;
  return { name, input };
}

// Shows the fields of the method that was chosen.
function showOperation() {
  const operation = operations.methods[form.elements.method.value.toLowerCase()];
  queryFields = (operation?.parameters ?? []).map(parameter => resolve(operations.openApi, parameter))
    .filter(parameter => parameter.in === 'query').map(queryField);
  byId('try-query').replaceChildren(...queryFields.map(({ name, input }) => element('label', '', `${name} `, input)));
  const content = resolve(operations.openApi, operation?.requestBody)?.content ?? {};
  const type = Object.keys(content).find(name => /json/.test(name)) ?? Object.keys(content)[0] ?? '';
  byId('try-type').textContent = type;
  const sample = content[type]?.schema && sampleOf(operations.openApi, content[type].schema);
  form.elements.body.value = sample === undefined ? ''
    : /json/.test(type) ? JSON.stringify(sample, null, 2)
    : /urlencoded/.test(type) ? new URLSearchParams(sample).toString()
    : '';
  preview();
}

async function open({ pattern, methods }) {
  operations = { openApi: {}, methods: {} };
  byId('try-pattern').textContent = pattern;
  const offered = methods === '*' || methods === '' ? allMethods : methods.split(' ');
  form.elements.method.replaceChildren(...offered.map(method => new Option(method)));
  segments = pattern.split('/').slice(1).filter(Boolean).map(parseSegment);
  byId('try-parameters').replaceChildren(...segments.filter(segment => segment.name).map(parameterField));
  for (const name of ['query', 'headers']) form.elements[name].value = '';
  output.replaceChildren();
  showOperation();
  dialog.showModal();
  (segments.find(segment => segment.input)?.input ?? form.elements.method).focus();
  operations = await findOperations(pattern);
  showOperation();
}

function addressOf() {
  const parts = segments.flatMap(({ text, input, rest }) => {
    if (!input) return [encodeURIComponent(text)];
    if (!rest) return [encodeURIComponent(input.value)];
    return input.value.split('/').filter(Boolean).map(encodeURIComponent);
  });
  const query = [
    ...queryFields.filter(({ input }) => input.value !== '').map(({ name, input }) => `${encodeURIComponent(name)}=${encodeURIComponent(input.value)}`),
    ...[form.elements.query.value.replace(/^\?/, '')].filter(Boolean),
  ].join('&');
  return `/${parts.join('/')}${query ? `?${query}` : ''}`;
}

function preview() {
  const method = form.elements.method.value;
  byId('try-url').textContent = `${method} ${addressOf()}`;
  byId('try-body').hidden = method === 'GET' || method === 'HEAD';
}

function requestOf() {
  const method = form.elements.method.value;
  const body = method === 'GET' || method === 'HEAD' ? '' : form.elements.body.value;
  return { method, url: new URL(addressOf(), location.href).href, headers: headersOf(body), body };
}

function headersOf(body) {
  const headers = new Headers();
  for (const line of form.elements.headers.value.split('\n').filter(text => text.trim())) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`“${line}” is not a header. Write “Name: value”.`);
    headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  const token = form.elements.token.value.trim();
  if (token && !headers.has('Authorization')) headers.set('Authorization', `Bearer ${token}`);
  if (body && !headers.has('Content-Type')) {
    headers.set('Content-Type', byId('try-type').textContent
      || (/^\s*[[{"]/.test(body) ? 'application/json' : 'text/plain; charset=utf-8'));
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

// The dashboard has recorded the request with its exception, which the response does not always show.
function expectRequest(method) {
  return new Promise(found => {
    expected = request => {
      if (request.method === method && request.path === addressOf()) found(request);
    };
    setTimeout(() => found(undefined), 3000);
  });
}

async function showError(request) {
  if (!request) return;
  const details = new DOMParser().parseFromString(await fetchPart(`/_dev/requests/${request.id}?part`), 'text/html');
  output.querySelector('.outcome')?.after(...details.querySelectorAll('.thrown'));
  showPlaces();
}

async function send() {
  running?.abort();
  running = new AbortController();
  output.replaceChildren(element('p', 'none', 'Waiting for the response…'));
  try {
    const { method, url, headers, body } = requestOf();
    const recorded = expectRequest(method);
    const started = performance.now();
    const response = await fetch(url, { method, headers, body: body || undefined, cache: 'no-store', signal: running.signal });
    await showResponse(response, started);
    if (response.status >= 500) await showError(await recorded);
  } catch (error) {
    if (error.name !== 'AbortError') output.replaceChildren(element('p', 'bad', error.message));
  }
}

const quoted = text => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function toCurl({ method, url, headers, body }) {
  return ['curl', ...(method === 'GET' ? [] : ['-X', method]), quoted(url),
    ...[...headers].flatMap(([name, value]) => ['-H', quoted(`${name}: ${value}`)]),
    ...(body ? ['--data-raw', quoted(body)] : [])].join(' ');
}

function toCSharp({ method, url, headers, body }) {
  const literal = text => JSON.stringify(text);
  const raw = text => `"""\n${text.split('\n').map(line => `    ${line}`).join('\n')}\n    """`;
  const type = headers.get('Content-Type');
  return [
    'using var client = new HttpClient();',
    `using var request = new HttpRequestMessage(HttpMethod.Parse(${literal(method)}), ${literal(url)});`,
    ...[...headers].filter(([name]) => name !== 'content-type')
      .map(([name, value]) => `request.Headers.TryAddWithoutValidation(${literal(name)}, ${literal(value)});`),
    ...(body ? [`request.Content = new StringContent(${body.includes('"""') ? literal(body) : raw(body)});`,
      `request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(${literal(type)});`] : []),
    'using var response = await client.SendAsync(request);',
    'Console.WriteLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");',
  ].join('\n');
}

function copyWith(button, format) {
  const label = button.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(format(requestOf()));
      button.textContent = 'Copied';
    } catch (error) {
      button.textContent = error.message;
    }
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

copyWith(byId('copy-curl'), toCurl);
copyWith(byId('copy-csharp'), toCSharp);

document.addEventListener('click', event => {
  const button = event.target.closest('button.try');
  if (button) quietly(() => open(button.dataset));
});
form.addEventListener('input', preview);
form.elements.method.addEventListener('change', showOperation);
form.addEventListener('submit', event => {
  event.preventDefault();
  send();
});
for (const each of [dialog, requestDialog]) {
  each.querySelector('.close').addEventListener('click', () => each.close());
  each.addEventListener('click', event => {
    if (event.target === each) each.close();
  });
}
dialog.addEventListener('close', () => running?.abort());

showTryButtons();
applyFilter();
applyRequestFilter();

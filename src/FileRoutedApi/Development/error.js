// Loads the page again once something has changed. Only what was asked for with GET may be asked for twice.
const { method, rendered } = document.documentElement.dataset;
let events;

const reload = () => location.reload();

function watch() {
  // A browser opens six connections to a server at most: a page that nobody looks at gives its own back.
  if (document.hidden) {
    events?.close();
    events = undefined;
    return;
  }

  // Where there is no such address, the browser closes it for good, and it stays so.
  if (events) return;
  events = new EventSource('/_dev/events');
  events.addEventListener('change', reload);
  events.addEventListener('hello', event => {
    document.getElementById('live').hidden = false;
    if (JSON.parse(event.data).changed >= Number(rendered)) reload();
  });
}

if (method === 'GET') {
  watch();
  document.addEventListener('visibilitychange', () => {
    if (events?.readyState !== EventSource.CLOSED) watch();
  });
}

// Reloads the page after a change. Only a page that was requested with GET may be requested again.
const { method, rendered } = document.documentElement.dataset;
let events;

const reload = () => location.reload();

function watch() {
  // Browsers limit the connections to a server to six, so a hidden page closes its own.
  if (document.hidden) {
    events?.close();
    events = undefined;
    return;
  }

  // A server without this address makes the browser close the connection permanently.
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

/**
 * Shows changed pages, in development only. The server sends events:
 *   hello    the version of the running application. Another version than before means that changes were missed.
 *   update   a page has changed: its content is replaced, and layouts keep their state. If the page has an error, the whole document is
 *            loaded, because the error page has no layouts.
 *   reload   a layout, or code that layouts use, has changed: the whole document is loaded.
 * Only a visible page is connected, because a browser opens at most six connections to a server for all of its tabs.
 */
/** @type {EventSource | undefined} */
let events;
/** @type {string | undefined} */
let version;

function connect() {
  events?.close();
  events = undefined;
  if (document.visibilityState === 'hidden') return;
  events = new EventSource('/_dev/pages');
  events.addEventListener('hello', event => {
    if (version !== undefined && version !== event.data) location.reload();
    version = event.data;
  });
  events.addEventListener('update', event => {
    version = event.data;
    /** @type {any} */ (window).fra.router.refresh();
  });
  events.addEventListener('reload', () => location.reload());
}

document.addEventListener('visibilitychange', connect);
connect();

/**
 * Shows changed pages, in development only. The server sends events from BASE/_fra/pages:
 *   update   a page has changed: its content is replaced, and layouts keep their state.
 *   reload   a layout, or code that layouts use, has changed: the whole document is loaded.
 *   error    a file has an error: the whole document is loaded, which is the error page.
 */
const own = /** @type {HTMLScriptElement} */ ([...document.scripts].find(script => script.src === import.meta.url));
const pages = new EventSource(`${(own.dataset.base ?? '').replace(/\/$/, '')}/_fra/pages`);
let lost = false;

pages.addEventListener('update', () => /** @type {any} */ (window).fra.router.refresh());
pages.addEventListener('reload', () => location.reload());
pages.addEventListener('error', event => {
  if ('data' in event) location.reload();
  else lost = true;
});
// The application has restarted.
pages.addEventListener('open', () => {
  if (lost) location.reload();
});

/**
 * Shows changed pages, in development only. The server sends events:
 *   update   a page has changed: its content is replaced, and layouts keep their state. If the page has an error, the whole document is
 *            loaded, because the error page has no layouts.
 *   reload   a layout, or code that layouts use, has changed: the whole document is loaded.
 */
const pages = new EventSource('/_dev/pages');
let lost = false;

pages.addEventListener('update', () => /** @type {any} */ (window).fra.router.refresh());
pages.addEventListener('reload', () => location.reload());
pages.addEventListener('error', () => {
  lost = true;
});
// The application has restarted.
pages.addEventListener('open', () => {
  if (lost) location.reload();
});

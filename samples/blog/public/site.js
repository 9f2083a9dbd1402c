// Marks the link to the current part of the site. The header is in the root layout, which stays while its content is replaced, so this
// runs again after each navigation.
function markCurrent() {
  for (const link of document.querySelectorAll('.site-nav a')) {
    if (location.pathname === link.pathname) link.setAttribute('aria-current', 'page');
    else if (location.pathname.startsWith(`${link.pathname}/`)) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

// The layout does not know the query, because a page and its layouts are cached by path.
const search = document.querySelector('input[name=q]');
if (search) search.value = new URLSearchParams(location.search).get('q') ?? '';

markCurrent();
document.addEventListener('fra:navigated', markCurrent);

import { check } from './browser.mjs';

// Sends hostile text to a page that writes it into every place where text is allowed, and looks whether anything ran.
const [baseUrl] = process.argv.slice(2);
if (baseUrl === undefined) {
  console.error('usage: node xss.mjs <baseUrl>');
  process.exit(1);
}

// After the cheat sheets of OWASP: HTML, attributes, URLs, encodings, and what parsers repair.
const vectors = [
  '<script>hit()</script>', '</p><script>hit()</script>', '<img src=x onerror=hit()>', '"><img src=x onerror=hit()>', "'><img src=x onerror=hit()>",
  '<svg onload=hit()>', '<svg><script>hit()</script></svg>', '<body onload=hit()>', '<iframe srcdoc="<script>parent.hit()</script>">',
  '<details open ontoggle=hit()>', '<input autofocus onfocus=hit()>', '" autofocus onfocus="hit()', "' autofocus onfocus='hit()", '" onmouseover="hit()',
  '<math><mtext><table><mglyph><style><img src=x onerror=hit()>', '<noscript><p title="</noscript><img src=x onerror=hit()>">', '--><script>hit()</script>',
  ']]><script>hit()</script>', '<a href="javascript:hit()">x</a>', 'javascript:hit()', 'JaVaScRiPt:hit()', ' javascript:hit()', '\tjavascript:hit()',
  'java\nscript:hit()', '\u0001javascript:hit()', 'javascript&colon;hit()', 'javascript&#58;hit()', 'data:text/html,<script>parent.hit()</script>',
  'vbscript:hit()', 'javascript://example.com/%0Ahit()', '&lt;script&gt;hit()&lt;/script&gt;', '&#60;script&#62;hit()&#60;/script&#62;',
  '<\u0000script>hit()</script>', '<scr<script>ipt>hit()</script>', '<template><script>hit()</script></template>', '<base href="javascript:hit()//">',
  '<meta http-equiv="refresh" content="0;url=javascript:hit()">', '<object data="javascript:hit()">', '<form action="javascript:hit()"><button>x',
  '</title><script>hit()</script>', '</textarea><script>hit()</script>', '\ud800<script>hit()</script>', '\uff1cscript\uff1ehit()\uff1c/script\uff1e',
];

await check('hostile text', undefined, async (page, problems) => {
  await page.addInitScript(() => { window.hits = 0; window.hit = () => { window.hits += 1; }; });
  page.context().on('page', opened => opened.close());
  page.on('dialog', dialog => { problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  for (const vector of vectors) {
    await page.goto(`${baseUrl}/?text=${encodeURIComponent(vector.toWellFormed())}`);
    for (const link of await page.locator('a.target').all()) await link.click({ noWaitAfter: true });
    await page.locator('#focus').focus();
    await page.locator('#text').hover();
    const found = await page.evaluate(() => ({
      hits: window.hits,
      elements: document.querySelectorAll('main *').length,
      handlers: [...document.querySelectorAll('main *')].some(element => [...element.attributes].some(attribute => attribute.name.startsWith('on'))),
      text: document.querySelector('#text').textContent,
    }));
    const name = JSON.stringify(vector);
    if (found.hits > 0) problems.push(`${name} ran`);
    if (found.elements !== 7) problems.push(`${name} made ${found.elements} elements`);
    if (found.handlers) problems.push(`${name} added an event handler`);
    const expected = vector.toWellFormed().replaceAll('\u0000', '\ufffd');
    if (found.text !== expected) problems.push(`${name} is shown as ${JSON.stringify(found.text)}`);
  }
  return `${vectors.length} texts in 7 places`;
});

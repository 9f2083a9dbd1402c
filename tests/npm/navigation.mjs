import { gzipSync } from 'node:zlib';
import { check } from './browser.mjs';
import { facts } from './navigation-facts.mjs';
import { served, startSite } from './navigation-site.mjs';
import { Tab } from './navigation-tab.mjs';

// Checks the navigation script in a browser: one fact after the other, each by its name. Arguments: a host that serves the pages of
// navigation-site.mjs and another origin with the same pages, otherwise the site itself; --only=TEXT for the facts with a text in their name.
const [url, other] = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const only = process.argv.find(argument => argument.startsWith('--only='))?.slice('--only='.length) ?? '';
const limit = 5120;

const site = url ? { url, other, close() {} } : await startSite();
try {
  await check('navigation', undefined, async (page, problems) => {
    const browser = page.context().browser();
    const chosen = facts.filter(({ name, needs }) => name.includes(only) && (!needs || site[needs]));
    for (const { name, path, options, run } of chosen) {
      const tab = await Tab.open(browser, site, path, options);
      const t0=Date.now(); try {
        await run(tab, site);
        tab.expectNoViolations();
      } catch (error) {
        problems.push(`${name}: ${error.message}`);
      } finally {
        if(process.env.T) console.log(Date.now()-t0, name);
        await tab.close();
      }
    }
    const size = gzipSync(served('navigation').text, { level: 9 }).length;
    if (size > limit) problems.push(`navigation.js: ${size} bytes with gzip, more than ${limit}`);
    return `${chosen.length} facts; navigation.js: ${size} of ${limit} bytes with gzip`;
  });
} finally {
  site.close();
}

import { gzipSync } from 'node:zlib';
import { check } from './browser.mjs';
import { facts } from './navigation-facts.mjs';
import { served, startSite } from './navigation-site.mjs';
import { Tabs } from './navigation-tab.mjs';

// Checks the navigation script in a browser, by a list of facts, and its size. Arguments: a host that serves the pages of
// navigation-site.mjs and another origin that does, otherwise navigation-site.mjs serves them; --only=TEXT selects facts by their name.
const [url, other] = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const only = process.argv.find(argument => argument.startsWith('--only='))?.slice('--only='.length) ?? '';
const limit = 5120;

async function problemOf(fact, tabs) {
  let tab;
  let problem;
  try {
    tab = await tabs.open(fact);
    await fact.run(tab, site);
    tab.expectNoViolations();
  } catch (error) {
    problem = error.message;
  }
  await tab?.close(problem !== undefined);
  return problem;
}

const site = url ? { url, other, close() {} } : await startSite();
try {
  await check('navigation', undefined, async (page, problems) => {
    const chosen = facts.filter(({ name, needs }) => name.includes(only) && (!needs || site[needs]));
    const left = [...chosen];
    const work = async tabs => {
      for (let fact = left.shift(); fact; fact = left.shift()) {
        const problem = await problemOf(fact, tabs);
        if (problem) problems.push(`${fact.name}: ${problem}`);
      }
    };
    const browser = page.context().browser();
    await Promise.all(Array.from({ length: 2 }, () => work(new Tabs(browser, site))));
    const size = gzipSync(served('navigation').text, { level: 9 }).length;
    if (size > limit) problems.push(`navigation.js: ${size} bytes with gzip, more than ${limit}`);
    return `${chosen.length} facts; navigation.js: ${size} of ${limit} bytes with gzip`;
  });
} finally {
  site.close();
}

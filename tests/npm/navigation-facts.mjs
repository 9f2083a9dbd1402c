import { documentFacts } from './navigation-facts-documents.mjs';
import { historyFacts } from './navigation-facts-history.mjs';
import { linkFacts } from './navigation-facts-links.mjs';
import { prefetchFacts } from './navigation-facts-prefetch.mjs';
import { stateFacts } from './navigation-facts-state.mjs';

// A fact: its name, the path that is loaded first, the response that it waits for, options of the browser context, what the site must be
// able to do, and the check.
export const facts = [...stateFacts, ...linkFacts, ...historyFacts, ...prefetchFacts, ...documentFacts];

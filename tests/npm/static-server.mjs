import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.xml': 'application/xml' };

// A static server: files, index.html of a folder after a redirect to its slash, and 404.html for everything else. Returns the server and
// the URL of the folder.
export async function serveFolder(folder, base = '') {
  function respond(request, response) {
    const { pathname, search } = new URL(request.url, 'http://localhost');
    const file = join(folder, normalize(decodeURIComponent(pathname.slice(base.length))));
    const stat = pathname.startsWith(`${base}/`) ? statSync(file, { throwIfNoEntry: false }) : undefined;
    if (stat?.isDirectory() && !pathname.endsWith('/')) {
      response.writeHead(301, { Location: `${pathname}/${search}` }).end();
      return;
    }

    const found = stat?.isDirectory() ? statSync(join(file, 'index.html'), { throwIfNoEntry: false }) && join(file, 'index.html') : stat && file;
    const name = found ?? join(folder, '404.html');
    response.writeHead(found ? 200 : 404, { 'Content-Type': types[extname(name)] ?? 'application/octet-stream' }).end(readFileSync(name));
  }

  const server = createServer(respond);
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}${base}/` };
}

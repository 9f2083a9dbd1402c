import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

// Generates the TypeScript client of samples/todo, compiles a program that uses it, and runs it against a server.
const [host, folder, baseUrl] = process.argv.slice(2);
if (baseUrl === undefined) {
  console.error('usage: node client.mjs <FileRoutedApi.Host.dll> <folder of the sample> <baseUrl>');
  process.exit(1);
}

const here = import.meta.dirname;
const program = `
  declare const process: { argv: string[] };
  import { createApiClient, type components } from './client.js';

  const client = createApiClient({ baseUrl: process.argv[2]! });
  const input: components['schemas']['TodoInput'] = { title: 'Write a client' };
  const added = await client.POST('/api/todos', { body: input });
  if (!added.data) throw new Error('not added');
  const id: number = added.data.id;
  const found = await client.GET('/api/todos/{id}', { params: { path: { id } } });
  const wrong = await client.POST('/api/todos', { body: { title: '' } });
  const errors: Record<string, string[]> | undefined = wrong.error && 'errors' in wrong.error ? wrong.error.errors : undefined;
  // @ts-expect-error A title is a string.
  const mistyped: components['schemas']['TodoInput'] = { title: 1 };
  // @ts-expect-error There is no such path.
  void (() => client.GET('/api/nothing'));
  console.log(found.data?.title, wrong.response.status, Object.keys(errors ?? {}).join(), typeof mistyped);
`;

function run(command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: work, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

function expect(actual, expected) {
  if (actual !== expected) throw new Error(`expected '${expected}', got '${actual}'`);
}

// In this folder, so that the packages are found.
const work = mkdtempSync(join(here, 'client-'));
try {
  const generate = () => run('dotnet', resolve(host), 'client', 'ts', '.', resolve(folder));
  const hint = `The client needs a package: npm install openapi-fetch@${JSON.parse(readFileSync(join(here, 'package.json'))).devDependencies['openapi-fetch']}\n`;
  expect(generate().replaceAll('./', ''), `Wrote schema.d.ts\nWrote client.ts\n${hint}`);
  writeFileSync(join(work, 'main.ts'), program);
  run(join(here, 'node_modules/.bin/tsc'), '--strict', '--noUncheckedIndexedAccess', '--target', 'es2022', '--module', 'nodenext',
    '--lib', 'es2022,dom,dom.iterable', '--skipLibCheck', '--noEmitOnError', 'main.ts', 'client.ts');
  expect(run('node', 'main.js', baseUrl), 'Write a client 400 title object\n');

  // A client without its first line is the user's own.
  const client = join(work, 'client.ts');
  const own = readFileSync(client, 'utf8').replace(/^.*\n/, '');
  writeFileSync(client, own);
  expect(generate().replaceAll('./', '').split('\n')[0], 'Unchanged: schema.d.ts');
  expect(readFileSync(client, 'utf8'), own);
  console.log('ok client: generated, compiled, called');
} finally {
  rmSync(work, { recursive: true });
}

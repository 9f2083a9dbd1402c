import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { check } from './browser.mjs';

// Two people in a room of samples/chat, each on another host, with one Redis: messages, and what happens when a host restarts.
const [host, screenshotDir] = process.argv.slice(2);
if (host === undefined) {
  console.error('usage: node chat.mjs <FileRoutedApi.Host.dll of the built sample> [screenshotDir]');
  process.exit(1);
}

const running = new Set();

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function start(ready, command, ...args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', data => {
      output += data;
      if (output.includes(ready)) resolve();
    });
    child.on('exit', () => reject(new Error(`${command} ended: ${output}`)));
  });
  return child;
}

async function stop(child) {
  running.delete(child);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

function expect(holds, message) {
  if (!holds) throw new Error(message);
}

const redisPort = await freePort();
await start('Ready to accept connections', 'redis-server', '--port', redisPort, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no');
const ports = [await freePort(), await freePort()];
const startHost = port => start(
  'Listening on', 'dotnet', host, `--urls=http://127.0.0.1:${port}`, `--ConnectionStrings:Redis=127.0.0.1:${redisPort},asyncTimeout=60000`,
  '--FileRoutes:Shutdown:Delay=0');
const hosts = [await startHost(ports[0]), await startHost(ports[1])];

// The state that the page shows.
const state = (page, text) => page.locator('.state').filter({ hasText: text }).waitFor();
const messages = page => page.locator('.messages .text').allInnerTexts();
const received = (page, text) => page.locator('.messages .text').filter({ hasText: text }).waitFor();

async function enter(page, port, name) {
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.evaluate(text => localStorage.setItem('name', text), name);
  await page.getByRole('link', { name: '#general' }).click();
  await state(page, 'Connected');
}

async function say(page, text) {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

try {
  await check('samples/chat', screenshotDir, async (ada, problems, screenshots) => {
    const context = await ada.context().browser().newContext();
    const grace = await context.newPage();
    grace.setDefaultTimeout(20_000);
    grace.on('pageerror', error => problems.push(`page error: ${error.message}`));
    await enter(ada, ports[0], 'Ada');
    await enter(grace, ports[1], 'Grace');

    await say(ada, 'Does the engine weave algebraic patterns?');
    await received(grace, 'algebraic patterns');
    await say(grace, 'It does. <b>Look</b> & see.');
    await received(ada, '<b>Look</b> & see.');
    await say(ada, 'Just as the loom weaves flowers and leaves.');
    await received(grace, 'flowers and leaves');
    await screenshots('chat');

    // The host stops, so the close has the status 1001. The page tries again until the host is there, and sends what was written meanwhile.
    await stop(hosts[0]);
    await state(ada, 'Reconnecting');
    await say(grace, 'Are you there?');
    await say(ada, 'I was away for a moment.');
    hosts[0] = await startHost(ports[0]);
    await state(ada, 'Connected');
    await received(ada, 'Are you there?');
    await received(grace, 'away for a moment');
    for (const page of [ada, grace]) {
      const texts = await messages(page);
      expect(texts.length === 5 && new Set(texts).size === 5, `the messages are: ${texts.join(' | ')}`);
    }

    // Links replace the page without loading it, so the connection must end with it.
    await ada.getByRole('link', { name: 'All rooms' }).click();
    await ada.getByRole('link', { name: '#dotnet' }).click();
    await state(ada, 'Connected');
    await say(grace, 'Only in general');
    await say(ada, 'Only here');
    await received(ada, 'Only here');
    expect((await messages(ada)).join() === 'Only here', 'a message of another room arrived');
    await context.close();
    return 'messages between two hosts, a restart, another room';
  });
} finally {
  for (const child of running) child.kill('SIGKILL');
}

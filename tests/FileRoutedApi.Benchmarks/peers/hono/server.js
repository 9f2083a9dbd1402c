import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { map } from './routes.js';

const app = new Hono();
map(app);
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT) });

import { Elysia } from 'elysia';
import { map } from './routes.js';

const app = new Elysia();
map(app);
app.listen({ hostname: '127.0.0.1', port: Number(process.env.PORT) });

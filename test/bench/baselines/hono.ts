import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** What Hono costs as its own documentation uses it: a JSON answer, a redirect, and a JSON body that is parsed. */
const app = new Hono();

app.get('/hello', (c) => c.json({ hello: 'world' }));

app.get('/r/:code', (c) => c.redirect(`https://shop.example/welcome?ref=${c.req.param('code')}`));

app.post('/v1/events', async (c) => {
  const event = await c.req.json();
  return c.json({ eventId: event.eventId, type: event.type, status: 'recorded' }, 201);
});

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  console.log(`baseline on http://127.0.0.1:${port}`);
});

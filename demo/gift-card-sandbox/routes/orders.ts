import { toCasing } from '../casing.ts';
import { orderView } from '../order-view.ts';
import { Problem } from '../problem.ts';
import type { Sandbox } from '../sandbox.ts';
import { createOrder } from './create-order.ts';
import { onlyMethods, type SandboxApp } from './only-methods.ts';
import { pageOf, queryOf } from './page.ts';
import { requireBearer } from './require-bearer.ts';

/** `POST /v1/Orders`, `GET /v1/Orders` and `GET /v1/Orders/{id}` (gift-card-api.md section 5). */
export function addOrderRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { tokens, store, clock, switches, publicUrl } = sandbox;
  const context = () => ({ now: clock.now(), publicUrl });

  app.post('/v1/Orders', requireBearer(tokens), (c) => createOrder(c, sandbox));
  app.get('/v1/Orders', requireBearer(tokens), (c) => {
    const page = pageOf(store.state().orders.toReversed(), queryOf(c));
    const body = { ...page, Data: page.Data.map((order) => orderView(order, context())) };
    return c.json(toCasing(body, switches.current().casing));
  });
  onlyMethods(app, '/v1/Orders', 'GET', 'POST');

  app.get('/v1/Orders/:id', requireBearer(tokens), (c) => {
    const order = store.state().orderById.get(c.req.param('id'));
    if (!order) throw new Problem(404);
    return c.json(toCasing(orderView(order, context()), switches.current().casing));
  });
  onlyMethods(app, '/v1/Orders/:id', 'GET');
}

import { toCasing } from '../casing.ts';
import type { Sandbox } from '../sandbox.ts';
import { brandings, shippingMethods } from '../shipping.ts';
import { onlyMethods, type SandboxApp } from './only-methods.ts';
import { pageOf, queryOf } from './page.ts';
import { requireBearer } from './require-bearer.ts';

/** `GET /v1/ShippingMethods` and `GET /v1/Brandings`: known by name, assumed in shape. */
export function addShippingRoutes(app: SandboxApp, { tokens, switches, store }: Sandbox): void {
  const lists = { '/v1/ShippingMethods': shippingMethods, '/v1/Brandings': brandings };
  for (const [path, items] of Object.entries(lists)) {
    app.get(path, requireBearer(tokens), (c) =>
      c.json(toCasing(pageOf<object>(items, queryOf(c)), switches.current().casing)),
    );
    onlyMethods(app, path, 'GET');
  }
  // Where a parcel's own link leads.
  app.get('/track/:number', (c) => {
    const { orders } = store.state();
    const isKnown = orders.some(({ trackingNumber }) => trackingNumber === c.req.param('number'));
    if (!isKnown) return c.text('Nobody posted anything under this number.', 404);
    return c.text('Sandbox Post: your letter is on its way. This service is made up.');
  });
}

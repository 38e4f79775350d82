import { toCasing } from '../casing.ts';
import { findProduct, type Product, products } from '../catalogue.ts';
import { Problem } from '../problem.ts';
import { productView } from '../product-view.ts';
import type { Sandbox } from '../sandbox.ts';
import { onlyMethods, type SandboxApp } from './only-methods.ts';
import { pageOf, queryOf } from './page.ts';
import { requireBearer } from './require-bearer.ts';

/** `GET /v1/Products` and `GET /v1/Products/{id}` (gift-card-api.md section 4). */
export function addProductRoutes(app: SandboxApp, { tokens, switches }: Sandbox): void {
  app.get('/v1/Products', requireBearer(tokens), (c) => {
    const query = queryOf(c);
    const found = products.filter((product) => matches(product, query)).map(productView);
    return c.json(toCasing(pageOf(found, query), switches.current().casing));
  });
  onlyMethods(app, '/v1/Products', 'GET');

  app.get('/v1/Products/:id', requireBearer(tokens), (c) => {
    const product = findProduct(c.req.param('id'));
    if (!product) throw new Problem(404);
    return c.json(toCasing(productView(product), switches.current().casing));
  });
  onlyMethods(app, '/v1/Products/:id', 'GET');
}

function matches(product: Product, query: Record<string, string>): boolean {
  const holds = (text: string, part = '') => text.toLowerCase().includes(part.toLowerCase());
  const { productname, productdescription, producttype } = query;
  return (
    holds(product.name, productname) &&
    holds(product.description, productdescription) &&
    (producttype === undefined || producttype.toLowerCase() === product.kind.toLowerCase())
  );
}

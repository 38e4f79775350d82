import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { answerProblem, Problem } from './problem.ts';
import { addClaimRoutes } from './routes/claim.ts';
import { addControlRoutes } from './routes/control.ts';
import { logRequests } from './routes/log-requests.ts';
import type { SandboxApp } from './routes/only-methods.ts';
import { addOrderRoutes } from './routes/orders.ts';
import { addProductRoutes } from './routes/products.ts';
import { addRecordRoutes } from './routes/records.ts';
import { addShippingRoutes } from './routes/shipping.ts';
import { addTokenRoutes } from './routes/tokens.ts';
import type { Sandbox } from './sandbox.ts';

/** The sandbox over HTTP. Paths are case-sensitive and anything that the document does not name is a 404. */
export function buildApp(sandbox: Sandbox): SandboxApp {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use('/v1/*', logRequests(sandbox));
  addTokenRoutes(app, sandbox);
  addProductRoutes(app, sandbox);
  addShippingRoutes(app, sandbox);
  addOrderRoutes(app, sandbox);
  addClaimRoutes(app, sandbox);
  addControlRoutes(app, sandbox);
  addRecordRoutes(app, sandbox);
  app.notFound((c) => answerProblem(c, new Problem(404)));
  app.onError((error, c) => {
    if (error instanceof Problem) return answerProblem(c, error);
    console.error(error);
    return answerProblem(c, new Problem(500));
  });
  return app;
}

import type { Deps } from './deps.ts';
import { widgetCors } from './http/cors.ts';
import { mountDocs } from './http/docs.ts';
import type { Endpoint } from './http/endpoint.ts';
import { createGuards } from './http/guards.ts';
import { createHttpApp, type HttpApp, mountEndpoints } from './http/http-app.ts';
import { refuseUnderOverload } from './http/overload.ts';
import { accountRoutes } from './http/routes/accounts.ts';
import { auditRoutes } from './http/routes/audit.ts';
import { blockRoutes } from './http/routes/blocks.ts';
import { mountClaimPage } from './http/routes/claim-page.ts';
import { codeRoutes } from './http/routes/codes.ts';
import { eventRoutes } from './http/routes/events.ts';
import { hookRoutes } from './http/routes/hooks.ts';
import { keyRoutes } from './http/routes/keys.ts';
import { lookupRoutes } from './http/routes/lookups.ts';
import { missingReferralRoutes } from './http/routes/missing-referrals.ts';
import { operationsRoutes } from './http/routes/operations.ts';
import { orderRoutes } from './http/routes/orders.ts';
import { participantRoutes } from './http/routes/participants.ts';
import { personRoutes } from './http/routes/people.ts';
import { productRoutes } from './http/routes/products.ts';
import { programRoutes } from './http/routes/programs.ts';
import { referralRoutes } from './http/routes/referrals.ts';
import { reportRoutes } from './http/routes/reports.ts';
import { reviewRoutes } from './http/routes/reviews.ts';
import { rewardBatchRoutes } from './http/routes/reward-batches.ts';
import { rewardRoutes } from './http/routes/rewards.ts';
import { sandboxClockRoutes } from './http/routes/sandbox-clock.ts';
import { mountShareLink } from './http/routes/share-link.ts';
import { simulationRoutes } from './http/routes/simulations.ts';
import { mountTerms } from './http/routes/terms.ts';
import { termsAcceptanceRoutes } from './http/routes/terms-acceptances.ts';
import { webhookDeliveryRoutes } from './http/routes/webhook-deliveries.ts';
import { webhookEndpointRoutes } from './http/routes/webhook-endpoints.ts';
import { widgetRoutes } from './http/routes/widget.ts';
import { mountWidgetFiles } from './http/routes/widget-files.ts';

/** The released version, as the OpenAPI document and `/docs` name it. */
export const VERSION = '0.1.0';

/** The HTTP side of the server, ready to be listened with or asked directly. Reads no settings, opens no port. */
export function buildApp(deps: Deps, { widgetFolder }: { widgetFolder: string }): HttpApp {
  const app = createHttpApp(deps.telemetry);
  app.use(
    '/v1/widget/*',
    widgetCors({ isListed: async (origin) => (await deps.directory.current()).listsOrigin(origin) }),
  );
  app.use('/v1/events', refuseUnderOverload(deps.store));
  const endpoints = routesOf(deps);
  mountEndpoints(app, endpoints, createGuards(deps));
  mountShareLink(app, deps);
  mountClaimPage(app, deps);
  mountTerms(app, deps);
  mountWidgetFiles(app, widgetFolder);
  mountDocs(app, endpoints, { version: VERSION, publicUrl: deps.publicUrl });
  return app;
}

/** Every JSON route of the product; what is documented is what is mounted. */
function routesOf(deps: Deps): Endpoint[] {
  return [
    ...eventRoutes(deps),
    ...participantRoutes(deps),
    ...personRoutes(deps),
    ...blockRoutes(deps),
    ...codeRoutes(deps),
    ...termsAcceptanceRoutes(deps),
    ...rewardRoutes(deps),
    ...rewardBatchRoutes(deps),
    ...reviewRoutes(deps),
    ...orderRoutes(deps),
    ...accountRoutes(deps),
    ...referralRoutes(deps),
    ...auditRoutes(deps),
    ...lookupRoutes(deps),
    ...productRoutes(deps),
    ...programRoutes(deps),
    ...webhookEndpointRoutes(deps),
    ...webhookDeliveryRoutes(deps),
    ...reportRoutes(deps),
    ...(deps.config.sandboxClock ? sandboxClockRoutes(deps) : []),
    ...simulationRoutes(deps),
    ...widgetRoutes(deps),
    ...missingReferralRoutes(deps),
    ...hookRoutes(deps),
    ...keyRoutes(deps),
    ...operationsRoutes({ ready: deps.ready, metrics: () => scrape(deps) }),
  ];
}

async function scrape({ metrics, store }: Deps) {
  metrics.writesWaiting.set(store.pendingWrites());
  return { text: await metrics.registry.metrics(), contentType: metrics.registry.contentType };
}

import { orderView } from '../order-view.ts';
import { outboxAt } from '../outbox.ts';
import type { Sandbox } from '../sandbox.ts';
import { onlyMethods, type SandboxApp } from './only-methods.ts';

/**
 * What the sandbox knows, for whoever judges a client: `GET /__sandbox/orders|outbox|hooks|requests`. All of it, never
 * paged, always in PascalCase, oldest first.
 */
export function addRecordRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { store, clock, requests } = sandbox;
  const lists = {
    orders: () => orderRecords(sandbox),
    outbox: () => outboxAt(store.state().orders, clock.now()),
    hooks: () => hookRecords(sandbox),
    requests: () => requests.entries(),
  };
  for (const [name, list] of Object.entries(lists)) {
    app.get(`/__sandbox/${name}`, (c) => c.json({ Data: list() }));
    onlyMethods(app, `/__sandbox/${name}`, 'GET');
  }
}

function orderRecords({ store, clock, publicUrl }: Sandbox) {
  const { orders, creates } = store.state();
  return orders.map((order) => {
    const { CreatedDate, ...view } = orderView(order, { now: clock.now(), publicUrl });
    return { ...view, CreatedAt: CreatedDate, Creates: creates.get(order.poNumber) ?? 0 };
  });
}

function hookRecords({ store }: Sandbox) {
  const { notices, orderById } = store.state();
  return notices.map((notice) => ({
    OrderId: notice.orderId,
    PONumber: orderById.get(notice.orderId)?.poNumber,
    Url: notice.url,
    Copy: notice.copy,
    Attempt: notice.attempt,
    At: new Date(notice.at).toISOString(),
    Status: notice.status,
  }));
}

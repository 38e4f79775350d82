import type { Behaviour, Switches } from './behaviour.ts';
import { toCasing } from './casing.ts';
import type { Clock } from './clock.ts';
import type { Notice, Order } from './facts.ts';
import { isFulfilled } from './order-status.ts';
import { orderView } from './order-view.ts';
import type { Store } from './store.ts';

/** Waits between the five tries of one delivery; the upstream's own schedule is not documented. */
const backoffMs = [2_000, 10_000, 60_000, 300_000];

/** Delivery of `FulfillmentComplete`, for orders that were Pending and have completed (gift-card-api.md section 5.5). */
export type Hooks = {
  /** Tries every delivery that is due now, and ends when all of these tries have ended. */
  deliverDue(): Promise<void>;
};

type HookParts = {
  store: Store;
  clock: Clock;
  switches: Switches;
  publicUrl: string;
  /** Aborts tries that are under way. */
  stopping: AbortSignal;
};

type Delivery = { order: Order; url: string; copy: number; attempt: number };

export function createHooks(parts: HookParts): Hooks {
  let sweep = Promise.resolve();
  async function deliverAll(): Promise<void> {
    await Promise.all(dueDeliveries(parts).map((delivery) => deliver(parts, delivery)));
  }
  return {
    // One sweep after the other: two at once would both see the same try as not made yet.
    // A sweep that failed told its own caller; it is no reason for the next one to fail.
    deliverDue: () => {
      sweep = sweep.catch(() => {}).then(deliverAll);
      return sweep;
    },
  };
}

function dueDeliveries({ store, clock, switches }: HookParts): Delivery[] {
  const behaviour = switches.current();
  if (behaviour.hook === 'never') return [];
  const { hookedOrders, noticesByOrder } = store.state();
  const now = clock.now();
  return hookedOrders
    .filter((order) => isFulfilled(order, now))
    .flatMap((order) => dueCopies(order, noticesByOrder.get(order.id) ?? [], behaviour, now));
}

function dueCopies(order: Order, notices: Notice[], behaviour: Behaviour, now: number): Delivery[] {
  const url = order.hookUrl;
  if (!url) return [];
  const copies = Array.from({ length: 1 + behaviour.hookDuplicates }, (_, copy) => copy);
  return copies.flatMap((copy) => {
    const tries = notices.filter((notice) => notice.copy === copy);
    const dueAt = nextTryAt(order, tries, behaviour);
    return dueAt !== null && dueAt <= now ? [{ order, url, copy, attempt: tries.length + 1 }] : [];
  });
}

/** Epoch ms of the next try of one copy; null when it has arrived, was given up, or never starts. */
function nextTryAt(order: Order, tries: Notice[], behaviour: Behaviour): number | null {
  const last = tries.at(-1);
  if (!last) return order.settlesAt === null ? null : order.settlesAt + behaviour.hookDelaySeconds * 1000;
  const wait = backoffMs[tries.length - 1];
  return isAccepted(last.status) || wait === undefined ? null : last.at + wait;
}

function isAccepted(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

async function deliver(parts: HookParts, { order, url, copy, attempt }: Delivery): Promise<void> {
  const at = parts.clock.now();
  const status = await post(parts, url, hookBody(parts, order));
  // A try that ends because the sandbox stops was no try: the next run makes it.
  if (parts.stopping.aborted) return;
  // A reset meanwhile has forgotten the order, so nothing may remember its webhook.
  if (parts.store.state().orderById.get(order.id) !== order) return;
  parts.store.record({ kind: 'notified', orderId: order.id, url, copy, attempt, at, status });
}

async function post(parts: HookParts, url: string, body: string): Promise<number | null> {
  const timeLimit = AbortSignal.timeout(parts.switches.current().hookTimeoutSeconds * 1000);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([timeLimit, parts.stopping]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

function hookBody({ clock, switches, publicUrl }: HookParts, order: Order): string {
  const { hookBody: form, casing } = switches.current();
  if (form === 'empty') return '';
  const view = orderView(order, { now: clock.now(), publicUrl });
  const body = form === 'full' ? view : { Id: view.Id, Status: view.Status };
  return JSON.stringify(toCasing(body, casing));
}

import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { toCasing } from '../casing.ts';
import { checkOrder } from '../check-order.ts';
import { type FaultWord, faultsIn } from '../faults.ts';
import { type OrderRequest, parseOrderRequest } from '../order-request.ts';
import { orderView } from '../order-view.ts';
import { placeOrder } from '../place-order.ts';
import { Problem } from '../problem.ts';
import type { Sandbox } from '../sandbox.ts';
import { readJson } from './read-json.ts';

type SandboxContext = Context<{ Bindings: HttpBindings }>;

/**
 * A create behind the 401 check: 400, then faults that keep the order out, then 409, 422, 201, then faults that lose
 * the answer (order of checks: gift-card-api.md section 8).
 */
export async function createOrder(c: SandboxContext, sandbox: Sandbox): Promise<Response> {
  const shape = parseOrderRequest(await readJson(c));
  if ('errors' in shape) throw new Problem(400, shape.errors);
  const checked = checkOrder(shape.request);
  if ('errors' in checked) throw new Problem(400, checked.errors);

  const faults = countTry(sandbox, shape.request);
  await failBefore(c, sandbox, faults);

  const { clock, switches, store, publicUrl } = sandbox;
  const { completionSeconds, shipping, casing } = switches.current();
  const now = clock.now();
  const input = { request: shape.request, lineItems: checked.lineItems, faults, now };
  const placed = placeOrder(store, {
    ...input,
    completionMs: completionSeconds * 1000,
    asParcel: shipping === 'parcel',
  });
  if (placed.kind === 'known') return answerConflict(c, sandbox, placed.order.id);
  if (placed.kind === 'no_funds') throw new Problem(422);

  if (faults.has('SIMTIMEOUTAFTER')) throw new Problem(504);
  if (faults.has('SIMDROPAFTER')) return dropConnection(c);
  return c.json(toCasing(orderView(placed.order, { now, publicUrl }), casing), 201);
}

/** Notes that a create named this number, and says which faults hit it. */
function countTry({ store, armedFaults }: Sandbox, { PONumber, Note = '' }: OrderRequest) {
  store.record({ kind: 'named', poNumber: PONumber });
  const attempt = store.state().creates.get(PONumber) ?? 1;
  return faultsIn([PONumber, Note, armedFaults.take()].join(' '), attempt);
}

async function failBefore(c: SandboxContext, sandbox: Sandbox, faults: ReadonlySet<FaultWord>) {
  if (faults.has('SIMERR500')) throw new Problem(500);
  if (faults.has('SIMRATE429')) {
    c.header('Retry-After', '1');
    throw new Problem(429);
  }
  if (faults.has('SIMTIMEOUTBEFORE')) {
    await sandbox.clock.sleep(sandbox.switches.current().hangSeconds * 1000, hangEnds(c, sandbox));
    throw new Problem(504);
  }
}

/** Aborts when nobody waits for the answer any more, or nobody will give one. */
function hangEnds(c: SandboxContext, { stopping }: Sandbox): AbortSignal {
  const gone = new AbortController();
  c.env.outgoing.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, stopping]);
}

function answerConflict(c: SandboxContext, { switches }: Sandbox, id: string): Response {
  const { conflictBody, casing } = switches.current();
  if (conflictBody === 'empty') return c.body(null, 409);
  return c.json(toCasing(conflictBody === 'ids' ? { PreviousOrderIds: [id] } : { Id: id }, casing), 409);
}

function dropConnection(c: SandboxContext): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

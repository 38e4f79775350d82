import type { MiddlewareHandler } from 'hono';
import { DomainError } from '../domain/errors.ts';
import type { Store } from '../domain/store.ts';

/**
 * Waiting writes from which on events are turned away with 503: ten times as many as clicks need to be shed, since
 * a sender repeats an event and a lost click costs a number in a panel.
 */
const REFUSE_EVENTS_AT = 5000;

const RETRY_AFTER_MS = 1000;

/** Turns requests away before any work is done on them while the write queue is full. Nothing is half done. */
export function refuseUnderOverload(store: Store): MiddlewareHandler {
  return async function overload(_c, next) {
    if (store.pendingWrites() >= REFUSE_EVENTS_AT) {
      throw new DomainError('overloaded', 'Too much is waiting to be written; send the same again shortly.', {
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    await next();
  };
}

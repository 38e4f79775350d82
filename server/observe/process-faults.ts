import type { Log } from '../domain/log.ts';

/**
 * A promise that nobody awaited and that failed is a fault of one task: it is logged, and the requests beside it
 * go on. An uncaught exception still ends the process, since nothing is known about its state any more.
 */
export function logUnhandledRejections(log: Log): void {
  process.on('unhandledRejection', (err) => log.error({ err }, 'a rejected promise was not handled'));
}

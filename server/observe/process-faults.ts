import type { Log } from '../domain/log.ts';

/**
 * Keeps faults that nobody caught in the log, redacted like everything there; Node's own report would print them as
 * they are. A rejection is a fault of one task: it is logged, and the requests beside it go on. An exception ends
 * the process with 1, since nothing is known about its state any more.
 */
export function logProcessFaults(log: Log): void {
  process.on('unhandledRejection', (err) => log.error({ err }, 'a rejected promise was not handled'));
  process.on('uncaughtException', (err) => {
    log.error({ err }, 'an exception was not caught; the process ends');
    // The log is flushed on the way out.
    process.exit(1);
  });
}

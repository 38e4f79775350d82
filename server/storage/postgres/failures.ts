import { errorCode } from '../error-code.ts';

// https://www.postgresql.org/docs/18/errcodes-appendix.html
const ROLLED_BACK = new Set(['40001', '40P01']);
const SHUT_DOWN = new Set(['57P01', '57P02', '57P03']);
const BROKEN_SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

// pg reports these without a code.
const LOST_BEFORE_SEND =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** Whether the connection broke, so that the fate of a COMMIT on its way is unknown. */
export function isConnectionLoss(error: unknown): boolean {
  const code = errorCode(error);
  if (code === undefined) return error instanceof Error && LOST_BEFORE_SEND.test(error.message);
  return code.startsWith('08') || SHUT_DOWN.has(code) || BROKEN_SOCKET.has(code);
}

/**
 * Whether a named statement was planned before a migration, by another process, changed what it returns. The
 * server says so under the general code for unsupported features, so the message has to tell.
 */
export function isStalePlan(error: unknown): boolean {
  return errorCode(error) === '0A000' && error instanceof Error && error.message.startsWith('cached plan');
}

/**
 * Whether a write that has not sent COMMIT may simply be run again: the server rolled it back to break a conflict
 * (serialization failure, deadlock), lost us, is short of resources (class 53: connections, memory, disk) or has a stale plan.
 */
export function isTransient(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  return ROLLED_BACK.has(code) || code.startsWith('53') || isConnectionLoss(error) || isStalePlan(error);
}

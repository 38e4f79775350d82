import type { Log } from '../../server/domain/log.ts';

/** Keeps nothing. Tests that read the log bring one of their own. */
export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

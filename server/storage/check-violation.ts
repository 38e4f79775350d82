import { errorCode } from './error-code.ts';

/** Of a CHECK: https://www.postgresql.org/docs/18/errcodes-appendix.html and https://www.sqlite.org/rescode.html. */
const CHECK_CODES = new Set(['23514', 'SQLITE_CONSTRAINT_CHECK']);

/** Whether this CHECK refused the row, in either dialect. `constraint` is the name that the table gives it. */
export function isCheckViolation(error: unknown, constraint: string): boolean {
  if (!(error instanceof Error) || !CHECK_CODES.has(errorCode(error) ?? '')) return false;
  // SQLite has the name in its message only.
  const name = 'constraint' in error ? error.constraint : /constraint failed: (.*)$/.exec(error.message)?.[1];
  return name === constraint;
}

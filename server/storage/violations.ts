import { errorCode } from './error-code.ts';

// Class 23 of https://www.postgresql.org/docs/18/errcodes-appendix.html and the extended codes of
// https://www.sqlite.org/rescode.html.
const UNIQUE_CODES = new Set([
  '23505',
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
  'SQLITE_CONSTRAINT_ROWID',
]);
const CHECK_CODES = new Set(['23514', 'SQLITE_CONSTRAINT_CHECK']);

/**
 * Whether a unique index or a primary key refused the row, in either dialect.
 *
 * SQLite tells the columns instead of the index, so `constraint` is compared with the name that PostgreSQL gives by
 * itself: `<table>_<column>_<column>_key` for a unique index, `<table>_pkey` for a primary key. Name an index that
 * you create by hand in the same way (at most 63 bytes); one on an expression may have any name.
 */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return isViolation(error, UNIQUE_CODES, constraint);
}

/** Whether a CHECK refused the row, in either dialect. `constraint` is the name that the table gives it. */
export function isCheckViolation(error: unknown, constraint?: string): boolean {
  return isViolation(error, CHECK_CODES, constraint);
}

function isViolation(error: unknown, codes: ReadonlySet<string>, constraint: string | undefined): boolean {
  const code = errorCode(error);
  if (code === undefined || !codes.has(code)) return false;
  return constraint === undefined || constraintOf(error, code) === constraint;
}

function constraintOf(error: unknown, code: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('constraint' in error) return typeof error.constraint === 'string' ? error.constraint : undefined;
  const subject = /constraint failed: (.*)$/.exec(error.message)?.[1];
  if (subject === undefined || CHECK_CODES.has(code)) return subject;
  return /^index '(.*)'$/.exec(subject)?.[1] ?? nameAsPostgresWould(subject, code);
}

/** `referral.program_id, referral.friend_id` → `referral_program_id_friend_id_key`. */
function nameAsPostgresWould(subject: string, code: string): string {
  const columns = subject.split(', ').map((part) => part.split('.'));
  const table = columns[0]?.[0] ?? '';
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE') return `${table}_pkey`;
  return [table, ...columns.map(([, column]) => column), 'key'].join('_');
}

import { errorCode } from '../error-code.ts';

// What the file, the disk or another process does to us, as against what a statement does wrong:
// https://www.sqlite.org/rescode.html. Extended codes begin with these.
const MEDIUM_CODES = [
  'SQLITE_BUSY',
  'SQLITE_CANTOPEN',
  'SQLITE_CORRUPT',
  'SQLITE_FULL',
  'SQLITE_INTERRUPT',
  'SQLITE_IOERR',
  'SQLITE_NOMEM',
  'SQLITE_NOTADB',
  'SQLITE_READONLY',
];

/** Whether the medium failed and not the statement. After it SQLite may have rolled everything back by itself. */
export function isMediumFailure(error: unknown): boolean {
  const code = errorCode(error);
  return code !== undefined && MEDIUM_CODES.some((medium) => code.startsWith(medium));
}

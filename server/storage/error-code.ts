/** The `code` that a driver put on an error: an SQLSTATE, an `SQLITE_…` name or a system error name. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

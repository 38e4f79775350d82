/**
 * The credential of an `Authorization: Bearer …` header (RFC 6750), or null when there is none. Printable ASCII
 * without blanks only, so it can be looked up and logged about without further care.
 */
export function bearerToken(authorization: string | null | undefined): string | null {
  const match = /^Bearer +([!-~]{1,8192}) *$/i.exec(authorization ?? '');
  return match?.[1] ?? null;
}

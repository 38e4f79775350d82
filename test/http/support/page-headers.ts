import { expect } from 'vitest';

/** A page that follows its own state runs the one script of that; any other runs nothing. */
const POLICY =
  /^default-src 'none'; style-src 'sha256-[^']+'; (script-src 'sha256-[^']+'; connect-src 'self'; )?base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/;

/** What every page carries, by trust.md 32. */
export function expectPageHeaders({ headers }: Response): void {
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('content-security-policy')).toMatch(POLICY);
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-robots-tag')).toBe('noindex');
  const maxAge = Number(/^max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1]);
  expect(maxAge).toBeGreaterThanOrEqual(365 * 24 * 3600);
  expect(headers.get('set-cookie')).toBeNull();
}

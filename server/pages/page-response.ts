import { createHash } from 'node:crypto';
import { FOLLOW_SCRIPT } from './follow-script.ts';
import type { Fragment } from './page.ts';
import { PAGE_STYLE } from './page-style.ts';

/**
 * Nothing runs, nothing is loaded, nobody may frame the page, and its form goes to us only. The directives after
 * `default-src` are those that do not fall back to it (CSP Level 3, 6.1 and 6.3).
 */
function policyWith(...more: string[]): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(PAGE_STYLE)}`,
    ...more,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/**
 * What every answer of a page route carries, faults included: the address of a claim page is worth money, so it
 * must not stay in caches, travel in `Referer`, be framed, or be found by search engines.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': policyWith(),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  // Two years, as the preload lists ask; browsers heed it over HTTPS only (RFC 6797, 8.1).
  'Strict-Transport-Security': 'max-age=63072000',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
};

/** For a page that follows its own state: that one script may run, and ask us. */
export const FOLLOWING: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policyWith(`script-src ${hashOf(FOLLOW_SCRIPT)}`, "connect-src 'self'"),
};

/** A finished page as an answer. */
export async function pageResponse(
  status: number,
  page: Fragment,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return new Response(String(await page), {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...PAGE_HEADERS, ...headers },
  });
}

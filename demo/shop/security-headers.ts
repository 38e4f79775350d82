import type { Context, Next } from 'hono';

/**
 * The strictest policy that a shop can run with, so that the demo shows the widget under it: no inline
 * script, no inline style, no markup from strings, and one foreign origin, Goodturn's.
 */
export function securityHeaders(goodturnUrl: string) {
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${goodturnUrl}`,
    `connect-src 'self' ${goodturnUrl}`,
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  return async function setSecurityHeaders(c: Context, next: Next): Promise<void> {
    await next();
    c.header('Content-Security-Policy', policy);
    c.header('X-Content-Type-Options', 'nosniff');
    // The address of the welcome page carries a referral token: it stays inside this origin.
    c.header('Referrer-Policy', 'same-origin');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
  };
}

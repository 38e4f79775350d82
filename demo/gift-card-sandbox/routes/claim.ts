import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { claimForm, claimMissing, claimOpened } from '../claim-page.ts';
import { findClaim, openClaim } from '../open-claim.ts';
import type { Sandbox } from '../sandbox.ts';
import { onlyMethods, type SandboxApp } from './only-methods.ts';

/** `/claim/{token}`: the hosted claim page that a recipient of a `Links` card reaches. */
export function addClaimRoutes(app: SandboxApp, { store, clock }: Sandbox): void {
  app.get('/claim/:token', (c) => {
    const nonce = protect(c);
    const card = findClaim(store, clock, c.req.param('token'));
    return card ? c.html(claimForm(nonce, card)) : c.html(claimMissing(nonce), 404);
  });

  app.post('/claim/:token', async (c) => {
    const nonce = protect(c);
    const card = findClaim(store, clock, c.req.param('token'));
    if (!card) return c.html(claimMissing(nonce), 404);
    const { answer } = await c.req.parseBody();
    const attempt = openClaim(store, clock, card, typeof answer === 'string' ? answer : '');
    if (attempt.kind === 'opened') return c.html(claimOpened(nonce, card));
    if (attempt.kind === 'wrong') {
      return c.html(claimForm(nonce, card, 'That is not the answer that came with this card.'), 403);
    }
    const seconds = Math.ceil(attempt.waitMs / 1000);
    c.header('Retry-After', String(seconds));
    return c.html(claimForm(nonce, card, `Too many wrong answers. Try again in ${seconds} seconds.`), 429);
  });
  onlyMethods(app, '/claim/:token', 'GET', 'POST');
}

/** The address is a secret and the page shows one: no cache, no referrer, no frame, no script. */
function protect(c: Context): string {
  const nonce = randomBytes(16).toString('base64');
  c.header(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Robots-Tag', 'noindex');
  c.header('X-Content-Type-Options', 'nosniff');
  return nonce;
}

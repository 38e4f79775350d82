import { z } from 'zod';
import { type Endpoint, endpoint } from '../endpoint.ts';
import type { RouteParts } from '../route-parts.ts';

const jwks = z
  .object({ keys: z.array(z.object({ kty: z.string(), crv: z.string(), x: z.string(), kid: z.string() })) })
  .meta({ id: 'JsonWebKeySet', description: 'RFC 7517; Ed25519 keys as RFC 8037 writes them' });

/** The public keys with which anyone can verify a referral token offline. */
export function keyRoutes(parts: RouteParts): Endpoint[] {
  return [
    endpoint(
      {
        method: 'GET',
        path: '/.well-known/jwks.json',
        summary: 'Public keys of referral tokens',
        description:
          'A new key is here ten minutes before it signs, an old one until its last token has ended.',
        tags: ['Tokens'],
        auth: 'none',
        responses: { 200: { description: 'The keys', schema: jwks } },
      },
      async () => {
        const { json, maxAgeMs } = await parts.jwks();
        const cache = `public, max-age=${Math.floor(maxAgeMs / 1000)}`;
        return { status: 200, json, headers: { 'Cache-Control': cache, 'Access-Control-Allow-Origin': '*' } };
      },
    ),
  ];
}

import { getConnInfo } from '@hono/node-server/conninfo';
import type { Seen } from '../domain/fraud/visitor.ts';
import type { HttpContext } from './http-context.ts';

/** What the request shows of its visitor. `trustedProxies` stand in front of this server, each adding the one before it. */
export function seenIn(c: HttpContext, trustedProxies: number): Seen {
  return {
    address: clientAddress(c.req.header('x-forwarded-for'), () => socketAddress(c), trustedProxies),
    agent: c.req.header('user-agent') ?? '',
    language: c.req.header('accept-language') ?? '',
  };
}

/**
 * The address of whoever speaks to the outermost proxy. `X-Forwarded-For` is believed only as far as our own proxies
 * wrote it; what stands further left is the visitor's own text. A proxy that nobody told us of makes all its visitors
 * look like one, so then no address is known at all.
 */
export function clientAddress(
  forwarded: string | undefined,
  socket: () => string | null,
  trustedProxies: number,
): string | null {
  if (trustedProxies === 0) return forwarded === undefined ? socket() : null;
  const hops = (forwarded ?? '').split(',').map((hop) => hop.trim());
  return withoutPort(hops.at(-trustedProxies) ?? '');
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string | null {
  const bracketed = /^\[([^\]]+)\](:\d+)?$/.exec(hop);
  const bare = bracketed?.[1] ?? (/^[\d.]+:\d+$/.test(hop) ? hop.slice(0, hop.indexOf(':')) : hop);
  return bare === '' ? null : bare;
}

/** None for a request that came by no socket, as in tests. */
function socketAddress(c: HttpContext): string | null {
  const bindings: unknown = c.env;
  if (typeof bindings !== 'object' || bindings === null || !('incoming' in bindings)) return null;
  return getConnInfo(c).remote.address ?? null;
}

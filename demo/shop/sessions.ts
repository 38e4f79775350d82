import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { findCustomer } from './customers.ts';
import { randomId } from './random-id.ts';
import type { Shop, ShopEnv } from './shop.ts';
import type { Session } from './state.ts';

/** Cookies don't know ports: the name must not meet those of other programs on 127.0.0.1. */
const COOKIE = 'saltmarsh_session';
const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;

/** Puts the session and the customer of the request's cookie, if any, where routes find them. */
export function recogniseVisitor(shop: Shop, c: Context<ShopEnv>): void {
  const id = getCookie(c, COOKIE);
  const session = shop.data.state.sessions.find((known) => known.id === id && !isOver(known)) ?? null;
  c.set('session', session);
  c.set('customer', findCustomer(shop.data.state, session?.customerId ?? null));
}

/** The visitor's session, made now if there is none. The caller saves. */
export function ensureSession(shop: Shop, c: Context<ShopEnv>): Session {
  return c.get('session') ?? startSession(shop, c, { customerId: null, cart: {}, referralToken: null });
}

/** Logs in under a new id, so that an id known from before the log-in opens nothing. Keeps cart and token. */
export function logIn(shop: Shop, c: Context<ShopEnv>, customerId: string): Session {
  const before = c.get('session');
  const { cart = {}, referralToken = null } = before ?? {};
  endSession(shop, c);
  return startSession(shop, c, { customerId, cart, referralToken });
}

export function endSession(shop: Shop, c: Context<ShopEnv>): void {
  const ended = c.get('session');
  shop.data.state.sessions = shop.data.state.sessions.filter(
    (session) => session.id !== ended?.id && !isOver(session),
  );
  c.set('session', null);
  c.set('customer', null);
}

function startSession(shop: Shop, c: Context<ShopEnv>, fields: Omit<Session, 'id' | 'seenAt'>): Session {
  const session = { ...fields, id: randomId('ses'), seenAt: Date.now() };
  shop.data.state.sessions.push(session);
  setCookie(c, COOKIE, session.id, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: LIFETIME_MS / 1000,
  });
  c.set('session', session);
  c.set('customer', findCustomer(shop.data.state, session.customerId));
  return session;
}

function isOver(session: Session): boolean {
  return session.seenAt + LIFETIME_MS < Date.now();
}

import { type Context, Hono } from 'hono';
import { noteArrival } from '../arrivals.ts';
import { findOrAddAda, introduceToGoodturn } from '../customers.ts';
import { addressOfOtherWindow } from '../known-host.ts';
import { errorPage } from '../pages/error-page.ts';
import type { SignUpDraft } from '../pages/sign-up-form.ts';
import { signUpPage } from '../pages/sign-up-page.ts';
import { welcomePage } from '../pages/welcome-page.ts';
import { ensureSession, logIn } from '../sessions.ts';
import type { Shop, ShopEnv } from '../shop.ts';
import { faultOf, type SignUpForm, signUp, suggestPerson } from '../sign-up.ts';
import { viewOf } from '../view.ts';
import { nextPath, readForm } from './read-form.ts';

/** Longest referral token that is kept; anything longer was not made by Goodturn. */
const LONGEST_TOKEN = 4096;

export function welcomeRoutes(shop: Shop): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  routes.get('/welcome', (c) => {
    const referralToken = c.req.query('ref') ?? '';
    const elsewhere = c.get('customer') && referralToken ? addressOfOtherWindow(c.req.url) : null;
    if (elsewhere) return c.redirect(elsewhere);
    if (referralToken) keepReferral(shop, c, referralToken);
    return c.html(welcomePage(viewOf(shop, c), draftFor(shop, c, '/')));
  });

  /** A real visit through Ada's real share link, so that everything that follows is real, too. */
  routes.get('/new-visitor', async (c) => {
    const shareLink = await introduceToGoodturn(shop, findOrAddAda(shop.data.state));
    shop.data.save();
    if (shareLink) return c.redirect(shareLink);
    const next = 'Goodturn does not answer, so Ada has no link yet. Start it and try again.';
    return c.html(errorPage(viewOf(shop, c), 'No share link yet', next), 503);
  });

  routes.get('/sign-up', (c) => {
    if (c.get('customer')) return c.redirect('/account', 303);
    return c.html(signUpPage(viewOf(shop, c), draftFor(shop, c, nextPath(c.req.query('next'), '/'))));
  });

  routes.post('/sign-up', async (c) => {
    const fields = await readForm(c);
    const next = nextPath(fields['next'], '/');
    const form = readSignUp(fields);
    const fault = faultOf(shop.data.state, form);
    if (fault) return c.html(signUpPage(viewOf(shop, c), { ...form, fault, next }), 422);
    const customer = await signUp(shop, form);
    logIn(shop, c, customer.id);
    shop.data.save();
    return c.redirect(next, 303);
  });
  return routes;
}

function keepReferral(shop: Shop, c: Context<ShopEnv>, referralToken: string): void {
  if (referralToken.length > LONGEST_TOKEN || c.get('customer')) return;
  ensureSession(shop, c).referralToken = referralToken;
  noteArrival(shop.data.state, referralToken);
  shop.data.save();
}

function draftFor(shop: Shop, c: Context<ShopEnv>, next: string): SignUpDraft {
  return {
    ...suggestPerson(shop.data.state),
    referralToken: c.get('session')?.referralToken ?? '',
    referralCode: '',
    // Opt-in: nobody's name is shown to somebody else because a box came ticked.
    showsName: false,
    fault: null,
    next,
  };
}

function readSignUp(fields: Record<string, string>): SignUpForm {
  return {
    name: fields['name'] ?? '',
    email: fields['email'] ?? '',
    showsName: fields['showsName'] === 'yes',
    referralToken: (fields['referralToken'] ?? '').slice(0, LONGEST_TOKEN),
    referralCode: (fields['referralCode'] ?? '').slice(0, 64),
  };
}

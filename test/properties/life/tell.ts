import { clickThrough, fresh } from '../../http/support/people.ts';
import { usd } from '../any-program.ts';
import { answered } from './answered.ts';
import type { Deed, DeedOf } from './any-life.ts';
import { codeOf, externalIdOf, type Life, nameOf, programOf } from './life.ts';

/** Tells of a purchase. The same number again may be another purchase under the same name, which is refused. */
export async function buy(life: Life, deed: DeedOf<'buy'>): Promise<void> {
  const { goodturn } = life;
  const isKnown = life.purchases.has(deed.purchase);
  const eventId = nameOf(life.purchases, deed.purchase, 'order');
  const occurredAt = new Date(goodturn.clock.now - deed.agoMs).toISOString();
  const body = {
    type: 'purchase',
    eventId,
    amount: usd(deed.amount),
    customer: { id: externalIdOf(life, deed.person), ...deed.facts },
    ...(deed.agoMs > 0 && { occurredAt }),
    ...(await said(life, deed)),
  };
  // A return may have been told before it: then it is new nevertheless.
  await answered(goodturn.post('/v1/events', body), ...(isKnown ? [200, 201, 409] : [201]));
}

export async function signUpOrVisit(life: Life, deed: DeedOf<'signup'> | DeedOf<'visit'>): Promise<void> {
  const facts = deed.kind === 'signup' ? deed.facts : {};
  const body = {
    type: deed.kind,
    eventId: fresh(deed.kind),
    customer: { id: externalIdOf(life, deed.person), ...facts },
    ...(await said(life, deed)),
  };
  await answered(life.goodturn.post('/v1/events', body), 201);
}

export async function takeBack(life: Life, deed: DeedOf<'return'>): Promise<void> {
  const body = {
    type: deed.type,
    eventId: fresh('return'),
    refersTo: nameOf(life.purchases, deed.purchase, 'order'),
    customer: { id: fresh('customer') },
    ...(deed.amount !== null && { amount: usd(deed.amount) }),
  };
  await answered(life.goodturn.post('/v1/events', body), 201);
}

/** Which program the event names, and who it says sent the customer. */
async function said(
  life: Life,
  { named, sentBy }: Pick<Extract<Deed, { named: unknown }>, 'named' | 'sentBy'>,
) {
  const programId = named === null ? {} : { programId: programOf(life, named).id };
  const code = sentBy && (await codeOf(life, sentBy.referrer, named ?? 0));
  if (!code) return programId;
  const referralToken = sentBy.how === 'code' ? undefined : await tokenOf(life, code);
  return {
    ...programId,
    ...(sentBy.how !== 'token' && { referralCode: code }),
    ...(referralToken && { referralToken }),
  };
}

/** One link is shared with many: whoever followed it before has its token still. */
async function tokenOf({ goodturn, tokens }: Life, code: string): Promise<string | undefined> {
  const known = tokens.get(code);
  if (known) return known;
  // A link that earns nothing now lands without a token.
  const token = await clickThrough(goodturn, code).catch(() => undefined);
  if (token) tokens.set(code, token);
  return token;
}

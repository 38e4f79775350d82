import {
  addCustomer,
  displayName,
  emailIsTaken,
  introduceToGoodturn,
  type NewCustomer,
} from './customers.ts';
import { tellGoodturn } from './events-out.ts';
import type { EventRequest } from './goodturn-messages.ts';
import { putMessage } from './mailbox.ts';
import type { Shop } from './shop.ts';
import type { Customer, ShopState } from './state.ts';

/** What the sign-up form sends. `referralToken` comes from the share link, `referralCode` was typed by hand. */
export type SignUpForm = NewCustomer & { referralToken: string; referralCode: string };

/** Answers one sentence about what has to change, or null when the form is fine. */
export function faultOf(state: ShopState, form: SignUpForm): string | null {
  if (form.name === '' || form.name.length > 80)
    return 'Tell us your name, so that we know what to call you.';
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(form.email) || form.email.length > 254) {
    return 'That e-mail address does not look complete.';
  }
  if (emailIsTaken(state, form.email)) return 'Somebody has an account with that e-mail address already.';
  return null;
}

/** Makes the account, tells Goodturn who joined and by whose link, and sends the welcome letter. */
export async function signUp(shop: Shop, form: SignUpForm): Promise<Customer> {
  const { name, email, showsName } = form;
  const customer = addCustomer(shop.data.state, { name, email, showsName });
  putMessage(shop.data.state, customer.id, { kind: 'welcome' });
  await tellGoodturn(shop, signUpEvent(customer, form));
  await introduceToGoodturn(shop, customer);
  return customer;
}

function signUpEvent(customer: Customer, form: SignUpForm): EventRequest {
  return {
    type: 'signup',
    eventId: `signup_${customer.id}`,
    customer: { id: customer.id, email: customer.email, name: customer.name, ...displayName(customer) },
    ...(form.referralToken ? { referralToken: form.referralToken } : {}),
    ...(form.referralCode ? { referralCode: form.referralCode } : {}),
    occurredAt: new Date(customer.joinedAt).toISOString(),
  };
}

const SUGGESTIONS = ['Bea Hollis', 'Cleo Marsh', 'Dev Anand', 'Esme Okafor', 'Finn Larsen', 'Gia Romano'];

/** A made-up person who has no account yet, to save typing in a demo. */
export function suggestPerson(state: ShopState): { name: string; email: string } {
  for (let round = 0; ; round++) {
    for (const name of SUGGESTIONS) {
      const email = `${name.toLowerCase().replace(' ', '.')}${round || ''}@mail.example`;
      if (!emailIsTaken(state, email)) return { name, email };
    }
  }
}

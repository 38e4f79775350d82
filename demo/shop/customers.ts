import { ADA } from './brand.ts';
import type { ParticipantRequest } from './goodturn-messages.ts';
import { randomId } from './random-id.ts';
import type { Shop } from './shop.ts';
import type { Customer, ShopState } from './state.ts';

export type NewCustomer = { name: string; email: string; showsName: boolean };

export function findCustomer(state: ShopState, id: string | null): Customer | null {
  return state.customers.find((customer) => customer.id === id) ?? null;
}

export function emailIsTaken(state: ShopState, email: string): boolean {
  const wanted = email.toLowerCase();
  return ADA.email === wanted || state.customers.some((customer) => customer.email.toLowerCase() === wanted);
}

export function addCustomer(state: ShopState, details: NewCustomer): Customer {
  const customer = { ...details, id: randomId('cus'), joinedAt: Date.now() };
  state.customers.push(customer);
  return customer;
}

/** Ada has been a customer since before the story begins. */
export function findOrAddAda(state: ShopState): Customer {
  const known = findCustomer(state, ADA.id);
  if (known) return known;
  const ada: Customer = { ...ADA, joinedAt: Date.now() };
  state.customers.push(ada);
  return ada;
}

/** Tells Goodturn who logged in. Answers the person's share link, or null when Goodturn is out of reach. */
export async function introduceToGoodturn(shop: Shop, customer: Customer): Promise<string | null> {
  try {
    const participant = await shop.goodturn.upsertParticipant(asParticipant(customer));
    return participant.codes[0]?.url ?? null;
  } catch (error) {
    // A log-in must never fail because a referral program is out of reach.
    shop.report(`Participant ${customer.id} not told: ${String(error)}`);
    return null;
  }
}

function asParticipant(customer: Customer): ParticipantRequest {
  return { externalId: customer.id, email: customer.email, name: customer.name, ...displayName(customer) };
}

/** The name that other people may see: only what the person agreed to show. */
export function displayName(customer: Customer): { displayName?: string } {
  return customer.showsName ? { displayName: firstName(customer) } : {};
}

export function firstName(customer: { name: string }): string {
  return customer.name.trim().split(/\s+/)[0] ?? '';
}

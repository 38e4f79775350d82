import type { ShopData } from './data.ts';
import type { Goodturn } from './goodturn.ts';
import type { Customer, Session } from './state.ts';

/** What every route of the shop works with. */
export type Shop = {
  data: ShopData;
  goodturn: Goodturn;
  /** The same Goodturn, as the studio: a site of its own with a key of its own. */
  studio: Goodturn;
  goodturnUrl: string;
  /** Proves that a message comes from Goodturn (`whsec_…`). */
  webhookSecret: string;
  publicUrl: string | null;
  /** Where the shop tells its operator what went wrong. Never given a token, a key or a claim link. */
  report: (line: string) => void;
};

/** What is known about the person who makes a request. */
export type ShopEnv = { Variables: { session: Session | null; customer: Customer | null } };

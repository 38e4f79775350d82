import { afterEach, beforeEach } from 'vitest';
import type { GiftCards, PacedAccount } from '../../server/domain/order/gift-cards.ts';
import { createGiftCards, type GiftCardsOptions } from '../../server/upstream/create-gift-cards.ts';
import { type ScriptedUpstream, startScriptedUpstream } from '../support/scripted-upstream.ts';

export const NOW_MS = Date.UTC(2026, 10, 22, 12, 0, 0);
export const ACCOUNT_SECRET = 'account-s3cret';

/** Short, because some tests wait for it; long enough for loopback on a busy machine. */
export const TIMEOUT_MS = 100;

type Stand = {
  upstream: ScriptedUpstream;
  account: PacedAccount;
  cards: GiftCards;
  /** What the adapter logged, as text. */
  logged: string[];
  clock: { nowMs: number };
  create(options?: Partial<GiftCardsOptions>): GiftCards;
};

/** A scripted upstream, an adapter and a clock, new for each test. */
export function setUpUpstream(): Stand {
  const stand = {} as Stand;

  beforeEach(async () => {
    const upstream = await startScriptedUpstream();
    const clock = { nowMs: NOW_MS };
    const logged: string[] = [];
    const log = {
      warn: (fields: object, message: string) => void logged.push(message + JSON.stringify(fields)),
    };
    const create = (options: Partial<GiftCardsOptions> = {}) =>
      createGiftCards({ clock: () => clock.nowMs, timeoutMs: 2000, log, ...options });
    const account = {
      id: 'acme',
      url: upstream.url,
      email: 'owner@shop.example.com',
      token: ACCOUNT_SECRET,
      nextTurn: async () => true,
    };
    Object.assign(stand, { upstream, account, clock, logged, create, cards: create() });
  });
  afterEach(() => stand.upstream.stop());
  return stand;
}

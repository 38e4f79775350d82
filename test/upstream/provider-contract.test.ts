import { startSandbox } from '../../demo/gift-card-sandbox/start.ts';
import { createGiftCards } from '../../server/upstream/create-gift-cards.ts';
import { PEBBLE_KEY, startPebble } from '../support/pebble/api.ts';
import { createPebble } from '../support/pebble/create-pebble.ts';
import { keepsThePort, type ProviderStand } from './provider-contract.ts';

async function theGiftCardApi(): Promise<ProviderStand> {
  const sandbox = await startSandbox({});
  const control = async (path: string, body: object) => {
    const answer = await fetch(`${sandbox.url}/__sandbox/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the sandbox refused ${path}: ${await answer.text()}`);
  };
  const WORDS = {
    lose_request: 'SIMERR500',
    lose_reply: 'SIMDROPAFTER',
    no_funds: 'SIMNOFUNDS',
    slow_down: 'SIMRATE429',
  };
  return {
    cards: createGiftCards({ clock: Date.now }),
    account: {
      id: 'acme',
      url: sandbox.url,
      email: 'sandbox@giftcards.example',
      token: 'sandbox-access-token',
      nextTurn: async () => true,
    },
    async booked(poNumber) {
      const { Data } = await (await fetch(`${sandbox.url}/__sandbox/orders`)).json();
      return Data.filter(({ PONumber }: { PONumber: string }) => PONumber === poNumber).length;
    },
    next: (fault) => control('fault', { word: WORDS[fault], times: 1 }),
    beLate: () => control('fault', { word: 'SIMSLOW', times: 1 }),
    finish: () => control('advance', { seconds: 3600 }),
    stop: () => sandbox.stop(),
  };
}

async function pebble(): Promise<ProviderStand> {
  const api = await startPebble();
  return {
    cards: createPebble(),
    account: { id: 'acme', url: api.url, email: '', token: PEBBLE_KEY, nextTurn: async () => true },
    booked: async (poNumber) => api.books.filter(({ reference }) => reference === poNumber).length,
    next: async (fault) => api.next(fault),
    async beLate() {
      api.state.isLate = true;
    },
    async finish() {
      api.state.isLate = false;
      api.finish();
    },
    stop: () => api.stop(),
  };
}

keepsThePort('the gift-card API', theGiftCardApi);
keepsThePort('a provider that does everything the other way', pebble);

import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../server/domain/clock.ts';
import { openAddress } from '../../server/domain/delivery/address.ts';
import { correctAddress } from '../../server/domain/delivery/correct-address.ts';
import { prune } from '../../server/jobs/prune.ts';
import type { Event } from '../../shared/contract/event.ts';
import type { Me } from '../../shared/contract/session.ts';
import { nonceIn } from '../pages/set-up.ts';
import { acmeConfig, programLike } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { startHarness } from '../support/harness.ts';
import { fresh } from './support/people.ts';

const gift = (change: object) => ({
  ...{ to: 'participant', productId: 'CVS', value: { amount: 1500, currency: 'USD' } },
  ...change,
});
const rule = (on: string, reward: object) => ({ rules: [{ id: on, on, rewards: [gift(reward)] }] });

const CONFIG = acmeConfig({}, [
  programLike({
    id: 'mail',
    ...rule('mail', { delivery: 'DigitalDelivery', message: 'Thanks for joining!', branding: 'CONFETTI' }),
  }),
  programLike({
    id: 'text',
    ...rule('text', { delivery: 'DigitalDelivery', by: ['email', 'sms'], from: 'Ada at Acme' }),
  }),
  programLike({ id: 'post', ...rule('post', { delivery: 'PhysicalShipment' }) }),
  programLike({
    id: 'post-express',
    ...rule('post-express', {
      delivery: 'PhysicalShipment',
      shipping: { method: 'EXPRESS', countries: ['US', 'CA'] },
    }),
  }),
  programLike({ id: 'open', payout: { mode: 'on_open' }, ...rule('open', { delivery: 'Links' }) }),
  programLike({
    id: 'mail-open',
    payout: { mode: 'on_open' },
    ...rule('mail-open', { delivery: 'DigitalDelivery' }),
  }),
  programLike({
    id: 'post-weekly',
    payout: { mode: 'scheduled', every: 'week' },
    ...rule('post-weekly', { delivery: 'PhysicalShipment' }),
  }),
]);

const SAM = {
  name: 'Sam Doe',
  line1: '1 Main Street',
  city: 'New York',
  state: 'New York',
  zip: '10001',
  country: 'US',
};

describe.each(DIALECTS)('deliveries on %s', async (dialect) => {
  const goodturn = await startHarness(dialect, { config: CONFIG });
  const { deps } = goodturn;

  /** Somebody does what the program of this name asks for. */
  async function earn(programId: string, customer: object = {}) {
    const id = fresh('sam');
    const answer = await goodturn.post('/v1/events', {
      ...{ type: programId, programId, eventId: fresh('event') },
      customer: { id, ...customer },
    });
    const { rewards } = (await answer.json()) as Event;
    const [reward] = rewards;
    if (!reward) throw new Error(`${programId} earned nothing`);
    return { externalId: id, rewardId: reward.id, status: reward.status, reason: reward.reason };
  }

  const rewardNow = async (id: string) => (await goodturn.get(`/v1/rewards/${id}`)).json();
  const ordersOf = (id: string) => deps.store.read.orders.ofRewards([id]);

  async function pageOf(rewardId: string): Promise<string> {
    const answer = await goodturn.post(`/v1/rewards/${rewardId}/claim-page`, {});
    return new URL((await answer.json()).claimPageUrl).pathname;
  }

  /** After how many seconds a page is worth another look, as it tells browsers without scripts. */
  const refreshOf = (page: string) =>
    /<noscript><meta http-equiv="refresh" content="(\d+)"><\/noscript>/.exec(page)?.[1];

  const read = async (path: string) => (await goodturn.app.request(path)).text();

  /** Fills the page's form in, as a browser does. */
  async function send(path: string, step: 'reveal' | 'address', fields: Record<string, string> = {}) {
    const nonce = nonceIn(await read(path));
    return goodturn.app.request(`${path}/${step}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ nonce, ...fields }).toString(),
    });
  }

  /** Fills the form in that takes the place of an address given before. */
  async function correct(path: string, fields: Record<string, string>) {
    const nonce = nonceIn((await read(`${path}/address`)) || '');
    return goodturn.app.request(`${path}/address`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ nonce, ...fields }).toString(),
    });
  }

  /** The page says that nothing was changed and who can help, and has no form that could be sent again. */
  async function expectLate(answer: Response, status: number): Promise<void> {
    const page = await answer.text();
    expect(answer.status).toBe(status);
    expect(page).toContain('<h1>It’s too late to change the address</h1>');
    expect(page).toContain('href="mailto:help@acme.example"');
    expect(page).not.toContain('<form');
  }

  /** Without scripts labels cannot follow the country that is chosen, so that they fit each that can be. */
  function expectLabels(form: string): void {
    expect(form).toContain('<label for="state">State, province or region</label>');
    expect(form).toContain('<label for="zip">Postal code</label>');
    expect(form).not.toContain('ZIP');
  }

  async function outboxOf(rewardId: string) {
    const [order] = await ordersOf(rewardId);
    const answer = await fetch(`${goodturn.sandboxUrl}/__sandbox/outbox`);
    const { Data } = (await answer.json()) as { Data: Record<string, unknown>[] };
    return Data.filter(({ PONumber }) => PONumber === order?.poNumber);
  }

  async function widgetOf(externalId: string, programId: string) {
    const { participantToken } = await (await goodturn.post('/v1/participant-tokens', { externalId })).json();
    const body = { participantToken, programId };
    const opened = await (await goodturn.widget('POST', '/v1/widget/sessions', { body })).json();
    const session = opened.sessionToken as string;
    return {
      me: async (): Promise<Me> => (await goodturn.widget('GET', '/v1/widget/me', { session })).json(),
      reveal: (id: string) => goodturn.widget('POST', `/v1/widget/rewards/${id}/reveal`, { session }),
    };
  }

  describe('DigitalDelivery', () => {
    test('goes to the e-mail address that the event told, with the sender, the message and the look', async () => {
      const { rewardId, status } = await earn('mail', { email: 'sam@people.example', displayName: 'Sam' });
      expect(status).toBe('ordering');
      await deps.worker.settle();
      expect(await outboxOf(rewardId)).toMatchObject([
        {
          Email: 'sam@people.example',
          Personalization: { To: 'Sam', FromName: 'Acme', Message: 'Thanks for joining!' },
          BrandingId: 'CONFETTI',
        },
      ]);
      expect(await rewardNow(rewardId)).toMatchObject({ status: 'issued' });
      const page = await read(await pageOf(rewardId));
      expect(page).toContain('We sent it to you by e-mail.');
      expect(page).not.toContain('sam@people.example');
    });

    test('to an address that the site told is not corrected by whoever has the page', async () => {
      const { rewardId } = await earn('mail', { email: 'sam@people.example' });
      const path = await pageOf(rewardId);
      expect(await read(path)).not.toContain('correct the address');
      expect((await goodturn.app.request(`${path}/address`)).status).toBe(303);
      const address = { kind: 'digital', email: 'eve@people.example' } as const;
      expect(await correctAddress(deps, rewardId, { actor: 'claim-page', address })).toBe(false);
      await deps.worker.settle();
      expect(await outboxOf(rewardId)).toMatchObject([{ Email: 'sam@people.example' }]);
    });

    test('goes by every channel that the rule names and that is known', async () => {
      const both = { email: 'sam@people.example', phone: '+1 (555) 555-0100' };
      const { rewardId } = await earn('text', both);
      await deps.worker.settle();
      expect(await outboxOf(rewardId)).toMatchObject([
        { Email: 'sam@people.example', Sms: '+15555550100', Personalization: { FromName: 'Ada at Acme' } },
      ]);
      expect(await read(await pageOf(rewardId))).toContain('by e-mail and by text message');
    });

    test('by text message to whom has only a phone', async () => {
      const { rewardId } = await earn('mail', { phone: '+15555550100' });
      await deps.worker.settle();
      const [sent] = await outboxOf(rewardId);
      expect(sent).toMatchObject({ Sms: '+15555550100' });
      expect(sent).not.toHaveProperty('Email');
    });

    test('to the address of whom the site named as a member, in a later event without one', async () => {
      const externalId = fresh('member');
      await goodturn.post('/v1/participants', { externalId, email: 'member@people.example' });
      const { rewardId } = await earn('mail', { id: externalId });
      await deps.worker.settle();
      expect(await outboxOf(rewardId)).toMatchObject([{ Email: 'member@people.example' }]);
    });

    test('waits where no address is known, asks for it on the claim page, and is sent once it is there', async () => {
      const { rewardId, externalId, status, reason } = await earn('mail');
      expect({ status, reason }).toEqual({ status: 'approved', reason: 'awaiting_address' });
      expect(await ordersOf(rewardId)).toEqual([]);
      const path = await pageOf(rewardId);
      expect(await read(path)).toContain('Where shall we send your $15 gift card?');
      const refused = await send(path, 'address', { email: 'sam' });
      expect(refused.status).toBe(400);
      expect(await refused.text()).toContain('Enter an e-mail address, as in sam@example.com.');
      const { me } = await widgetOf(externalId, 'mail');
      expect((await me()).rewards).toMatchObject([
        { delivery: 'DigitalDelivery', reason: 'awaiting_address', claimable: false },
      ]);
      const taken = await send(path, 'address', { email: 'later@people.example' });
      expect(taken.status).toBe(303);
      expect(taken.headers.get('location')).toBe(path);
      await deps.worker.settle();
      expect(await outboxOf(rewardId)).toMatchObject([{ Email: 'later@people.example' }]);
    });

    test('is asked for with a tap, when the program orders on opening', async () => {
      const { rewardId, externalId } = await earn('mail-open', { email: 'tap@people.example' });
      const widget = await widgetOf(externalId, 'mail-open');
      expect((await widget.me()).rewards).toMatchObject([{ status: 'approved', claimable: true }]);
      const path = await pageOf(rewardId);
      expect(await read(path)).toContain('Send my gift card');
      const answer = await widget.reveal(rewardId);
      expect(await answer.json()).toMatchObject({
        claimLink: null,
        claimPageUrl: expect.stringContaining(path),
      });
      await deps.worker.settle();
      expect(await outboxOf(rewardId)).toMatchObject([{ Email: 'tap@people.example' }]);
    });

    test('a return after it was sent is a loss, since nobody can take it back', async () => {
      const { rewardId, externalId } = await earn('mail', { email: 'back@people.example' });
      await deps.worker.settle();
      const { eventId } = await rewardNow(rewardId);
      await goodturn.post('/v1/events', {
        ...{ type: 'refund', eventId: fresh('refund'), refersTo: eventId },
        customer: { id: externalId },
      });
      const { status, timeline } = await rewardNow(rewardId);
      expect(status).toBe('issued');
      expect(timeline.at(-1)).toMatchObject({ reason: 'booked_as_loss' });
    });
  });

  describe('PhysicalShipment', () => {
    test('waits for the recipient’s address, checks it, and is posted by the first way of the list', async () => {
      const { rewardId, externalId, status, reason } = await earn('post', { email: 'sam@people.example' });
      expect({ status, reason }).toEqual({ status: 'approved', reason: 'awaiting_address' });
      const path = await pageOf(rewardId);
      const form = await read(path);
      expect(form).toContain('Where shall we post your $15 gift card?');
      expect(form).toContain('autocomplete="address-line1"');

      const refused = await send(path, 'address', { ...SAM, zip: '1' });
      expect(refused.status).toBe(400);
      const shown = await refused.text();
      expect(shown).toContain('<p class="fault" id="zip-fault">Enter the ZIP code as in 10001.</p>');
      expect(shown).toContain('value="1 Main Street"');
      expect(await ordersOf(rewardId)).toEqual([]);

      await goodturn.control('settings', { shipping: 'parcel' });
      expect((await send(path, 'address', SAM)).status).toBe(303);
      expect((await rewardNow(rewardId)).status).toBe('ordering');
      const prepared = await read(path);
      expect(prepared).toContain('is being prepared');
      expect(refreshOf(prepared)).toBe('3');
      await deps.worker.settle();
      await goodturn.control('advance', { seconds: 60 });
      goodturn.clock.now += 60_000;
      await deps.worker.settle();
      await goodturn.control('settings', { shipping: 'at_once' });

      const [sent] = await outboxOf(rewardId);
      expect(sent?.['Postal']).toMatchObject({
        ...{ ShippingMethodId: 'STANDARD', CarrierId: 'DEFAULT' },
        ...{ Name: 'Sam Doe', AddressLine1: '1 Main Street', State: 'NY', Zip: '10001', Country: 'US' },
      });
      const page = await read(path);
      expect(page).toContain('is in the post');
      expect(refreshOf(page)).toBe('600');
      expect(page).toMatch(/Tracking number <b><bdi dir="ltr">\d{20}<\/bdi>/);
      expect(page).not.toContain('Sam Doe');
      const { me, reveal } = await widgetOf(externalId, 'post');
      const text = JSON.stringify(await me());
      expect(text).not.toContain('/c/');
      const answer = await (await reveal(rewardId)).json();
      expect(answer).toEqual({
        claimLink: null,
        challengeAnswer: null,
        claimPageUrl: expect.stringContaining(path),
      });
    });

    test('goes to the corrected address while nobody has begun to send it, and says whom to write to after that', async () => {
      const { rewardId } = await earn('post');
      const path = await pageOf(rewardId);
      await send(path, 'address', { ...SAM, line1: '11 Main Street' });
      expect(await read(path)).toContain(`<a href="${path}/address">correct the address</a>`);
      const form = await read(`${path}/address`);
      expect(form).toContain('takes the place of what you gave before');
      expect(form).not.toContain('11 Main Street');
      const faulty = await correct(path, { ...SAM, zip: '1' });
      expect([faulty.status, await faulty.text()]).toEqual([400, expect.stringContaining('id="zip-fault"')]);
      const corrected = await correct(path, SAM);
      expect([corrected.status, corrected.headers.get('location')]).toEqual([303, path]);

      await goodturn.control('settings', { shipping: 'parcel' });
      await deps.worker.settle();
      await goodturn.control('settings', { shipping: 'at_once' });
      const page = await read(path);
      expect(page).not.toContain('correct the address');
      expect(page).toContain(
        'If something is wrong with the address, write to <a href="mailto:help@acme.example"',
      );
      await expectLate(await goodturn.app.request(`${path}/address`), 200);
      await expectLate(await correct(path, { ...SAM, line1: '12 Main Street' }), 409);
      await expectLate(await correct(path, {}), 409);
      // The same address once more is a second press of the button, and there is nothing to tell.
      expect((await correct(path, SAM)).status).toBe(303);
      await goodturn.control('advance', { seconds: 60 });
      expect((await outboxOf(rewardId))[0]?.['Postal']).toMatchObject({ AddressLine1: '1 Main Street' });
      const { data } = await (await goodturn.get(`/v1/audit?subject=claim&subjectId=${rewardId}`)).json();
      const reasons = data.map(({ reason }: { reason: string }) => reason);
      expect(reasons.slice(0, 2)).toEqual(['address_corrected', 'address_given']);
    });

    test('a correction at the moment of sending either is what is sent, or is not taken', async () => {
      const { rewardId } = await earn('post');
      const path = await pageOf(rewardId);
      await send(path, 'address', { ...SAM, line1: 'Street 0' });
      const address = (number: number) =>
        ({ kind: 'postal', ...SAM, state: 'NY', line1: `Street ${number}` }) as const;
      const corrections = Array.from({ length: 6 }, (_, at) =>
        correctAddress(deps, rewardId, { actor: 'claim-page', address: address(at + 1) }),
      );
      await Promise.all([...corrections, deps.worker.settle()]);
      const [sent] = await outboxOf(rewardId);
      const { sealedAddress } = (await deps.store.read.destinations.find(rewardId)) ?? { sealedAddress: '' };
      const kept = openAddress(deps.sealer, { id: rewardId, siteId: 'acme' }, sealedAddress);
      expect(sent?.['Postal']).toMatchObject({ AddressLine1: kept.kind === 'postal' ? kept.line1 : '' });
      expect(await correctAddress(deps, rewardId, { actor: 'claim-page', address: address(7) })).toBe(false);
    });

    test('goes the way that the rule names, to the countries that it names', async () => {
      const { rewardId } = await earn('post-express');
      const path = await pageOf(rewardId);
      const form = await read(path);
      expect(form).toContain('<option value="CA">Canada</option>');
      expectLabels(form);
      const wrong = { ...SAM, city: 'Ottawa', state: 'Ontario', zip: '1', country: 'CA' };
      const refused = await (await send(path, 'address', wrong)).text();
      expect(refused).toContain('Enter the postal code as in K1A 0B1.');
      // Whoever now chooses the other country has labels that fit as well.
      expectLabels(refused);
      const ottawa = { ...SAM, city: 'Ottawa', state: 'Ontario', zip: 'k1a 0b1', country: 'CA' };
      await send(path, 'address', ottawa);
      await deps.worker.settle();
      const [sent] = await outboxOf(rewardId);
      expect(sent?.['Postal']).toMatchObject({
        ShippingMethodId: 'EXPRESS',
        State: 'ON',
        Zip: 'K1A 0B1',
        Country: 'CA',
      });
    });

    test('of a weekly payout asks when its week is over, and not before', async () => {
      const { rewardId, reason } = await earn('post-weekly');
      expect(reason).toBe('awaiting_release');
      const path = await pageOf(rewardId);
      expect(await read(path)).not.toContain('<form');
      goodturn.clock.now += 8 * DAY_MS;
      await deps.releaseDue();
      expect(await rewardNow(rewardId)).toMatchObject({ status: 'approved', reason: 'awaiting_address' });
      expect(await read(path)).toContain('Where shall we post');
      const approve = await goodturn.post(`/v1/rewards/${rewardId}/approve`, { reason: 'hurry' });
      expect(approve.status).toBe(409);
      expect((await approve.json()).detail).toContain('waits for its recipient');
    });

    test('the form is taken from its own page only, and a spent one sends nothing twice', async () => {
      const { rewardId } = await earn('post');
      const path = await pageOf(rewardId);
      const nonce = nonceIn(await read(path));
      const post = (headers: Record<string, string>, form: Record<string, string>) =>
        goodturn.app.request(`${path}/address`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
          body: new URLSearchParams({ ...SAM, ...form }).toString(),
        });
      expect((await post({ 'Sec-Fetch-Site': 'cross-site' }, { nonce })).status).toBe(403);
      const stale = await post({ 'Sec-Fetch-Site': 'same-origin' }, { nonce: 'forged' });
      expect(stale.status).toBe(403);
      expect(await stale.text()).toContain('value="1 Main Street"');
      expect(await ordersOf(rewardId)).toEqual([]);
      const same = { 'Sec-Fetch-Site': 'same-origin' };
      const answers = await Promise.all(Array.from({ length: 4 }, () => post(same, { nonce })));
      expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
      await deps.worker.settle();
      expect(await outboxOf(rewardId)).toHaveLength(1);
    });
  });

  describe('on_open', () => {
    test('orders when its recipient opens it, tells the seconds, and then shows the card', async () => {
      const { rewardId, status, reason } = await earn('open');
      expect({ status, reason }).toEqual({ status: 'approved', reason: 'awaiting_opening' });
      await deps.worker.settle();
      expect(await ordersOf(rewardId)).toEqual([]);
      const path = await pageOf(rewardId);
      expect(await read(path)).toContain('Get my gift card');
      expect(await deps.store.read.budgets.find('open')).toMatchObject({ reserved: 1500, spent: 0 });

      expect((await send(path, 'reveal')).status).toBe(303);
      goodturn.clock.now += 4000;
      const making = await read(path);
      expect(refreshOf(making)).toBe('3');
      expect(making).toContain('4 seconds so far.');
      goodturn.clock.now += 60_000;
      const late = await read(path);
      expect(refreshOf(late)).toBe('60');
      expect(late).toContain('taking longer than usual');

      await deps.worker.settle();
      const ready = await read(path);
      expect(ready).not.toMatch(/http-equiv="refresh"|<script/);
      expect(ready).toContain('Show my gift card');
      expect(await (await send(path, 'reveal')).text()).toContain('Open gift card');
      expect((await rewardNow(rewardId)).status).toBe('opened');
    });

    test('the widget opens it too: it is claimable, and the link follows when it is made', async () => {
      const { rewardId, externalId } = await earn('open');
      const { me, reveal } = await widgetOf(externalId, 'open');
      expect((await me()).rewards).toMatchObject([{ status: 'approved', claimable: true }]);
      expect(await (await reveal(rewardId)).json()).toMatchObject({ claimLink: null });
      expect(await (await reveal(rewardId)).json()).toMatchObject({ claimLink: null });
      await deps.worker.settle();
      expect(await (await reveal(rewardId)).json()).toMatchObject({
        claimLink: expect.stringContaining('/claim/'),
      });
    });

    test('an upstream that refuses leaves a page that says so, and the reward can be sent again', async () => {
      const { rewardId } = await earn('open');
      const path = await pageOf(rewardId);
      await goodturn.control('fault', { word: 'SIMERR500', times: 1 });
      await send(path, 'reveal');
      await deps.worker.settle();
      expect((await rewardNow(rewardId)).status).toBe('ordering');
      expect(await read(path)).toContain('It usually takes a few seconds');
      goodturn.clock.now += 10_000;
      await deps.worker.settle();
      expect((await rewardNow(rewardId)).status).toBe('issued');
    });
  });

  test('addresses are forgotten: of a card some time after it arrived, of a person who is not told again', async () => {
    const { rewardId, externalId } = await earn('mail', { email: 'forget@people.example' });
    await deps.worker.settle();
    const { id } = (await deps.store.read.participants.byExternalId('acme', externalId)) ?? { id: '' };
    goodturn.clock.now += 29 * DAY_MS;
    await prune(deps);
    expect(await deps.store.read.destinations.find(rewardId)).toBeDefined();
    goodturn.clock.now += 2 * DAY_MS;
    await prune(deps);
    expect(await deps.store.read.destinations.find(rewardId)).toBeUndefined();
    expect(await read(await pageOf(rewardId))).toContain('by e-mail');
    expect(await deps.store.read.contacts.find(id)).toBeDefined();
    goodturn.clock.now += 335 * DAY_MS;
    await prune(deps);
    expect(await deps.store.read.contacts.find(id)).toBeUndefined();
  });

  test('a person is told where they are reached, and erased with it; a card under way still arrives', async () => {
    const arrived = await earn('mail', { email: 'rights@people.example' });
    await deps.worker.settle();
    const { id: participantId } =
      (await deps.store.read.participants.byExternalId('acme', arrived.externalId)) ?? {};
    const told = await goodturn.get(`/v1/participants/${participantId}/export`);
    const { tables } = await told.json();
    expect(tables.contact).toMatchObject([{ email: 'rights@people.example' }]);
    expect(tables.destination).toMatchObject([{ address: { email: 'rights@people.example' } }]);
    expect(JSON.stringify(tables)).not.toContain('"sealed');

    const underWay = await earn('mail', { id: arrived.externalId });
    const erased = await goodturn.app.request(`/v1/participants/${participantId}`, {
      method: 'DELETE',
      headers: {
        Authorization: `Bearer ${'sk_test_acme_4fJ8sKq2LmNpRtVw'}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ reason: 'asked for it' }),
    });
    expect(erased.status).toBe(204);
    expect(await deps.store.read.contacts.find(participantId ?? '')).toBeUndefined();
    expect(await deps.store.read.destinations.find(arrived.rewardId)).toBeUndefined();
    await deps.worker.settle();
    expect(await outboxOf(underWay.rewardId)).toMatchObject([{ Email: 'rights@people.example' }]);
    await prune(deps);
    expect(await deps.store.read.destinations.find(underWay.rewardId)).toBeUndefined();
  });

  test('an address that the site takes back is gone, and the other stays', async () => {
    const externalId = fresh('sam');
    const told = { externalId, email: 'sam@people.example', phone: '+1 555 555 0100' };
    const { id } = await (await goodturn.post('/v1/participants', told)).json();
    const contact = () => deps.store.read.contacts.find(id);
    const before = await contact();
    await goodturn.post('/v1/participants', { externalId, email: null });
    expect(await contact()).toEqual({ ...before, sealedEmail: null });
    await goodturn.post('/v1/participants', { externalId, phone: '' });
    expect(await contact()).toEqual({ ...before, sealedEmail: null, sealedPhone: null });
  });

  test('nothing is kept of an address where no program of the site delivers by mail or message', async () => {
    const plain = await startHarness(dialect, { config: acmeConfig() });
    await plain.post('/v1/participants', { externalId: 'ada', email: 'ada@people.example' });
    await plain.post('/v1/participants', { externalId: 'ada', email: null });
    const { id } = (await plain.deps.store.read.participants.byExternalId('acme', 'ada')) ?? { id: '' };
    expect(await plain.deps.store.read.contacts.find(id)).toBeUndefined();
  });
});

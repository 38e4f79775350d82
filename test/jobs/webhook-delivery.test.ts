import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../server/domain/clock.ts';
import { settleDelivery } from '../../server/domain/webhook/settle-delivery.ts';
import { prune } from '../../server/jobs/prune.ts';
import { DIALECTS } from '../support/databases.ts';
import { ok, startTelling, status } from './told-site.ts';
import { until } from './worker-on.ts';

const PAUSES_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
];

/** `WEBHOOK_MESSAGES=10000 npx vitest run --project database test/jobs/webhook-delivery.test.ts` is the large run. */
const MESSAGES = Number(process.env['WEBHOOK_MESSAGES'] ?? 100);
/** What a message may take in the large run, set-up included. */
const MS_PER_MESSAGE = 50;

describe.each(DIALECTS)('messages to an endpoint on %s', async (dialect) => {
  const site = await startTelling(dialect);
  const { deps, letters, script } = site;

  test('go at once, after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, 10 % around it, and are dead then', async () => {
    for (const luck of [0, 0.999]) {
      const unlucky = await startTelling(dialect, { overrides: { random: () => luck } });
      const endpoint = await unlucky.makeEndpoint();
      unlucky.script.answer = () => status(500);
      await unlucky.tell();
      for (let step = 0; step < 12; step += 1) {
        await unlucky.passTime(0);
        const [delivery] = await unlucky.deliveriesOf(endpoint.id);
        const next = delivery?.nextAttemptAt;
        if (next) unlucky.clock.now = Date.parse(next);
      }
      const at = unlucky.letters.map((letter) => letter.at);
      const pauses = at.slice(1).map((each, index) => (each - (at[index] ?? 0)) / (PAUSES_MS[index] ?? 1));
      expect(pauses).toHaveLength(PAUSES_MS.length);
      for (const pause of pauses) expect(pause).toBeCloseTo(luck === 0 ? 0.9 : 1.1, 2);
      expect(new Set(unlucky.letters.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
      expect(await unlucky.deliveriesOf(endpoint.id, '&status=dead')).toMatchObject([
        { status: 'dead', attempts: 10, lastStatus: 500, lastError: 'http_500', nextAttemptAt: null },
      ]);
      await unlucky.stop();
    }
  });

  test('are redelivered by a person, dead or delivered, under the same id and from the schedule’s start', async () => {
    const endpoint = await site.makeEndpoint();
    script.answer = () => status(500);
    await site.tell();
    for (const pauseMs of [0, ...PAUSES_MS]) await site.passTime(pauseMs * 1.2);
    const [dead] = await site.deliveriesOf(endpoint.id, '&status=dead');
    const before = site.to(endpoint).length;
    script.answer = () => ok;
    for (const times of [1, 2]) {
      const path = `/v1/webhook-endpoints/${endpoint.id}/deliveries/${dead?.messageId}/redeliver`;
      expect((await site.post(path, {})).status).toBe(202);
      await site.passTime(0);
      expect(site.to(endpoint)).toHaveLength(before + times);
    }
    expect(new Set(site.to(endpoint).map(({ id }) => id))).toEqual(new Set([dead?.messageId]));
    expect(await site.deliveriesOf(endpoint.id)).toMatchObject([{ status: 'delivered', lastStatus: 200 }]);
  });

  test.each([
    [301, 'a redirect'],
    [404, 'an unknown address'],
    [500, 'a fault'],
  ])('%i, %s, is tried again', async (code) => {
    const endpoint = await site.makeEndpoint();
    script.answer = () => status(code);
    await site.tell();
    await site.passTime(0);
    expect(await site.deliveriesOf(endpoint.id)).toMatchObject([{ status: 'waiting', lastStatus: code }]);
    script.answer = () => ok;
    await site.passTime(6 * SECOND_MS);
    expect(await site.deliveriesOf(endpoint.id)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });

  test('no answer in time is tried again, and its code is kept, not its text', async () => {
    const endpoint = await site.makeEndpoint();
    script.answer = () => ({ kind: 'unanswered', error: 'TIMEOUT' });
    await site.tell();
    await site.passTime(0);
    expect(await site.deliveriesOf(endpoint.id)).toMatchObject([
      { status: 'waiting', lastStatus: null, lastError: 'TIMEOUT' },
    ]);
    script.answer = () => ok;
    await site.passTime(6 * SECOND_MS);
  });

  test('410 switches the endpoint off at once, and operators are told', async () => {
    const endpoint = await site.makeEndpoint();
    script.answer = ({ url }) => (url === endpoint.url ? status(410) : ok);
    site.alerts.length = 0;
    await site.tell(2);
    await site.passTime(0);
    expect(await site.endpointNow(endpoint.id)).toMatchObject({ status: 'disabled', reason: 'webhook_gone' });
    expect(site.alerts.filter(({ kind }) => kind === 'webhook_disabled')).toHaveLength(1);
    const sent = site.to(endpoint).length;
    await site.tell();
    await site.passTime(DAY_MS);
    expect(site.to(endpoint)).toHaveLength(sent);
  });

  test.each([429, 503])('%i with Retry-After gives the endpoint its rest', async (code) => {
    const endpoint = await site.makeEndpoint();
    let answers = 0;
    script.answer = ({ url }) => (url === endpoint.url && answers++ === 0 ? status(code, MINUTE_MS) : ok);
    await site.tell();
    await site.passTime(0);
    await site.tell();
    await site.passTime(MINUTE_MS - SECOND_MS);
    expect(site.to(endpoint)).toHaveLength(1);
    await site.passTime(SECOND_MS);
    expect(await site.deliveriesOf(endpoint.id, '&status=delivered')).toHaveLength(2);
  });

  test('five days of nothing but failure switch it off; one success begins the count anew', async () => {
    const endpoint = await site.makeEndpoint();
    let isDown = true;
    script.answer = ({ url }) => (url === endpoint.url && isDown ? status(500) : ok);
    site.alerts.length = 0;
    const failFor = async (days: number) => {
      for (let day = 0; day < days; day += 1) {
        await site.tell();
        await site.passTime(DAY_MS);
      }
    };
    await failFor(4);
    isDown = false;
    await site.tell();
    await site.passTime(0);
    expect((await site.endpointNow(endpoint.id)).failingSince).toBeNull();
    isDown = true;
    await failFor(5);
    expect((await site.endpointNow(endpoint.id)).status).toBe('active');
    await failFor(1);
    expect(await site.endpointNow(endpoint.id)).toMatchObject({
      status: 'disabled',
      reason: 'webhook_failing',
    });
    expect(site.alerts.filter(({ kind }) => kind === 'webhook_disabled')).toHaveLength(1);
    const audit = await (await site.get(`/v1/audit?subjectId=${endpoint.id}`)).json();
    expect(audit.data.map(({ reason }: { reason: string }) => reason)).toEqual([
      'webhook_failing',
      'webhook_made',
    ]);
  });

  test('what was missed is replayed once, in the order in which it came about', async () => {
    const endpoint = await site.makeEndpoint();
    const { clock } = site;
    script.answer = () => ok;
    const from = new Date(clock.now).toISOString();
    await site.tell();
    await site.passTime(SECOND_MS);
    expect((await site.post(`/v1/webhook-endpoints/${endpoint.id}/disable`, {})).status).toBe(200);
    const replay = (body: object) => site.post(`/v1/webhook-endpoints/${endpoint.id}/replay`, body);
    expect((await replay({ from })).status).toBe(409);
    for (let event = 0; event < 12; event += 1) {
      await site.tell();
      clock.now += SECOND_MS;
    }
    await site.post(`/v1/webhook-endpoints/${endpoint.id}/enable`, {});
    const tooLate = await replay({ from: new Date(clock.now).toISOString() });
    expect(await tooLate.json()).toEqual({ messages: 0 });
    const seen = site.to(endpoint).length;
    // One that fails goes back to its schedule and holds up nobody.
    let count = 0;
    script.answer = ({ url }) => (url === endpoint.url && ++count === 3 ? status(500) : ok);
    expect(await (await replay({ from })).json()).toEqual({ messages: 12 });
    expect(await (await replay({ from })).json()).toEqual({ messages: 0 });
    await site.passTime(0);
    const replayed = site.to(endpoint).slice(seen);
    const ids = replayed.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(12);
    await site.passTime(6 * SECOND_MS);
    expect(await site.deliveriesOf(endpoint.id, '&status=delivered')).toHaveLength(13);
  });

  test('an endpoint that hangs holds up nobody else, and takes twenty requests and no more', {
    timeout: 20_000 + MESSAGES * MS_PER_MESSAGE,
  }, async () => {
    const busy = await startTelling(dialect);
    const [hanging, other] = [await busy.makeEndpoint(), await busy.makeEndpoint()];
    const hung: (() => void)[] = [];
    busy.script.answer = ({ url }) =>
      url === hanging.url ? new Promise((done) => hung.push(() => done(ok))) : ok;
    await busy.tell(MESSAGES);
    busy.deps.deliveries.start();
    await until(() => busy.to(other).length === MESSAGES);
    expect(hung).toHaveLength(20);
    busy.script.answer = () => ok;
    for (const go of hung) go();
    await until(async () => (await busy.deliveriesOf(hanging.id, '&status=waiting')).length === 0);
    // At least once, whoever held it up: none is lost.
    expect(new Set(busy.to(hanging).map(({ id }) => id)).size).toBe(MESSAGES);
    await busy.stop();
  });

  test('two processes share the work, and each message goes once', async () => {
    const endpoint = await site.makeEndpoint();
    script.answer = () => ok;
    const other = await startTelling(dialect, { databaseUrl: site.databaseUrl });
    other.clock.now = site.clock.now;
    await site.tell(60);
    await Promise.all([site.passTime(0), other.passTime(0)]);
    const ids = [...site.to(endpoint), ...other.to(endpoint)].map(({ id }) => id);
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
    await other.stop();
  });

  test('a worker that was frozen past its lease writes nothing; the message goes again under its id', async () => {
    const endpoint = await site.makeEndpoint();
    script.answer = () => ok;
    await site.tell();
    const claim = () =>
      deps.store.write('claim-deliveries', (rows) => {
        const { now } = site.clock;
        return rows.webhookDeliveries.claim(endpoint.id, { now, limit: 5, leaseUntil: now + 30_000 });
      });
    const [frozen] = await claim();
    const stored = await deps.store.read.webhookEndpoints.find(endpoint.id);
    if (!frozen || !stored) throw new Error('nothing was claimed');
    expect(await claim()).toEqual([]);
    await site.passTime(30_000);
    expect(site.to(endpoint)).toMatchObject([{ id: frozen.messageId }]);
    const parts = { ...deps, settle: undefined };
    expect(await settleDelivery(parts, stored, frozen, status(500))).toBeNull();
    expect(await site.deliveriesOf(endpoint.id)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });

  test('are forgotten after 30 days, with what became of them', async () => {
    const endpoint = await site.makeEndpoint();
    await site.tell();
    await site.passTime(0);
    site.clock.now += 31 * DAY_MS;
    await prune(deps);
    expect(await site.deliveriesOf(endpoint.id)).toEqual([]);
    expect(letters.length).toBeGreaterThan(0);
  });
});

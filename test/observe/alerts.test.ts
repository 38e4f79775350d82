import { describe, expect, test } from 'vitest';
import type { Alert } from '../../server/domain/alerts.ts';
import { createAlerts } from '../../server/observe/alerts.ts';
import { createLogger } from '../../server/observe/logger.ts';
import { createMetrics } from '../../server/observe/metrics.ts';
import { signedHeaders, webhookKey } from '../../server/observe/webhook-signature.ts';

const PARKED: Alert = {
  kind: 'account_parked',
  summary: 'The account has no funds.',
  data: { accountId: 'acc_1' },
};
const KEY = webhookKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');

type Sent = { url: string; headers: Headers; body: string };

/** A receiver that gives the listed answers in turn; an Error means that it did not answer. */
function receiver(answers: (number | Error)[], url: string | null = 'https://ops.example/hook') {
  const sent: Sent[] = [];
  const pauses: number[] = [];
  const metrics = createMetrics();
  const lines: string[] = [];
  let ids = 0;
  const alerts = createAlerts({
    url,
    key: KEY,
    metrics,
    log: createLogger({ level: 'debug', stream: { write: (line) => lines.push(line) } }),
    clock: () => 1_614_265_330_000,
    newId: () => `msg_${++ids}`,
    pause: async (ms) => pauses.push(ms),
    fetch: async (target, init) => {
      const answer = answers[sent.length] ?? 204;
      sent.push({ url: String(target), headers: new Headers(init?.headers), body: String(init?.body) });
      if (answer instanceof Error) throw answer;
      return new Response(null, { status: answer });
    },
  });
  return { alerts, sent, pauses, metrics, lines };
}

describe('an alert', () => {
  test('goes to the log and the counter, and as a signed message to the webhook', async () => {
    const { alerts, sent, metrics, lines } = receiver([204]);
    alerts.raise(PARKED);
    await alerts.settled();
    expect(sent).toHaveLength(1);
    const [{ headers, body, url } = { headers: new Headers(), body: '', url: '' }] = sent;
    expect(url).toBe('https://ops.example/hook');
    expect(JSON.parse(body)).toEqual({
      type: 'alert.account_parked',
      timestamp: '2021-02-25T15:02:10.000Z',
      data: { summary: 'The account has no funds.', ids: { accountId: 'acc_1' } },
    });
    expect(Object.fromEntries(headers)).toMatchObject(
      signedHeaders([KEY ?? new Uint8Array()], 'msg_1', 1_614_265_330_000, body),
    );
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', alert: 'account_parked' });
    expect(await metrics.registry.metrics()).toContain('goodturn_alerts_total{kind="account_parked"} 1');
  });

  test('is sent again under the same id, a few times and no more', async () => {
    const { alerts, sent, pauses, metrics } = receiver([new Error('refused'), 500, 302]);
    alerts.raise(PARKED);
    await alerts.settled();
    expect(sent.map(({ headers }) => headers.get('webhook-id'))).toEqual(['msg_1', 'msg_1', 'msg_1']);
    expect(pauses).toEqual([1000, 5000]);
    expect(await metrics.registry.metrics()).toContain('goodturn_alert_deliveries_total{outcome="failed"} 1');
  });

  test('carries no claim and no address of a person, even when it was given one', async () => {
    const { alerts, sent } = receiver([204]);
    alerts.raise({
      ...PARKED,
      summary: 'see https://go.example/c/abcdef',
      data: { email: 'ada@acme.example' },
    });
    await alerts.settled();
    expect(sent[0]?.body).not.toMatch(/abcdef|ada@/);
  });

  test('without a webhook stays in the log and the counter', async () => {
    const { alerts, sent, lines } = receiver([], null);
    alerts.raise(PARKED);
    await alerts.settled();
    expect(sent).toEqual([]);
    expect(lines).toHaveLength(1);
  });

  test('does not pile up without end behind a receiver that hangs', async () => {
    const metrics = createMetrics();
    const alerts = createAlerts({
      url: 'https://ops.example/hook',
      key: null,
      metrics,
      log: createLogger({ level: 'silent' }),
      clock: () => 0,
      newId: () => 'msg',
      fetch: () => new Promise(() => {}),
    });
    for (let count = 0; count < 150; count++) alerts.raise(PARKED);
    expect(await metrics.registry.metrics()).toContain(
      'goodturn_alert_deliveries_total{outcome="dropped"} 50',
    );
  });
});

describe('the signature', () => {
  test('matches the known answer of the reference libraries', () => {
    const headers = signedHeaders(
      [KEY ?? new Uint8Array()],
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330_000,
      '{"test": 2432232314}',
    );
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test.for(['', 'whsec_', 'whsec_c2hvcnQ=', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])(
    'has no key in "%s"',
    (secret) => {
      expect(webhookKey(secret)).toBeNull();
    },
  );
});

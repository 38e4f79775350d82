import { describe, expect, test } from 'vitest';
import { createLogger } from '../../server/observe/logger.ts';
import { createMetrics } from '../../server/observe/metrics.ts';
import { createTelemetry } from '../../server/observe/telemetry.ts';

function observed() {
  const lines: string[] = [];
  const metrics = createMetrics();
  const log = createLogger({ level: 'info', stream: { write: (line) => lines.push(line) } });
  return { telemetry: createTelemetry(log, metrics), metrics, lines };
}

describe('telemetry', () => {
  test('writes one wide line per request and counts it by pattern and status', async () => {
    const { telemetry, metrics, lines } = observed();
    const line = {
      requestId: 'req_1',
      method: 'POST',
      route: '/v1/events',
      status: 201,
      durationMs: 3.06,
    };
    telemetry.requestAnswered({ ...line, siteId: 'acme', key: 'shop' });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      ...line,
      durationMs: 3.1,
      siteId: 'acme',
      key: 'shop',
    });
    expect(await metrics.registry.metrics()).toContain(
      'goodturn_http_request_duration_seconds_count{method="POST",route="/v1/events",status="201"} 1',
    );
  });

  test('keeps out of the log what machines ask every few seconds, as long as it is answered well', () => {
    const { telemetry, lines } = observed();
    const line = { requestId: 'r', method: 'GET', status: 200, durationMs: 1 };
    for (const route of ['/healthz', '/readyz', '/metrics']) telemetry.requestAnswered({ ...line, route });
    telemetry.requestAnswered({ ...line, method: 'OPTIONS', route: 'unmatched', status: 204 });
    expect(lines).toEqual([]);
    telemetry.requestAnswered({ ...line, route: '/readyz', status: 503 });
    expect(lines).toHaveLength(1);
  });

  test('warns of a webhook endpoint that does not take a message', () => {
    const { telemetry, lines } = observed();
    const delivery = { messageId: 'msg_1', endpointId: 'whe_1' };
    telemetry.deliveryTried(delivery, { status: 'delivered', lastError: null });
    expect(lines).toEqual([]);
    telemetry.deliveryTried(delivery, { status: 'waiting', lastError: 'http_400' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', ...delivery, lastError: 'http_400' });
  });

  test('makes no new series for methods that a caller invents', async () => {
    const { telemetry, metrics } = observed();
    for (const method of ['PROPFIND', 'X1', 'X2']) {
      telemetry.requestAnswered({ requestId: 'r', method, route: 'unmatched', status: 404, durationMs: 1 });
    }
    expect(await metrics.registry.metrics()).toContain(
      '_count{method="other",route="unmatched",status="404"} 3',
    );
  });

  test('counts clicks, shares, events, orders and write groups', async () => {
    const { telemetry, metrics } = observed();
    telemetry.clickRecorded('acme', 'friends');
    telemetry.clickShed('acme', 'friends');
    telemetry.shared('acme', 'copy');
    telemetry.eventAccepted('acme', 'purchase', 'credited');
    telemetry.orderMoved('ord_1', 'completed');
    telemetry.writeGroupCommitted(16, 3);
    const text = await metrics.registry.metrics();
    expect(text).toContain('goodturn_clicks_total{outcome="recorded"} 1');
    expect(text).toContain('goodturn_clicks_total{outcome="shed"} 1');
    expect(text).toContain('goodturn_shares_total{channel="copy"} 1');
    expect(text).toContain('goodturn_events_total{status="credited"} 1');
    expect(text).toContain('goodturn_orders_total{status="completed"} 1');
    expect(text).toContain('goodturn_write_group_size_sum 16');
    expect(text).toContain('goodturn_writes_waiting 3');
  });

  test('shows exactly one state of an account at a time', async () => {
    const { telemetry, metrics } = observed();
    telemetry.accountMoved('installation', 'parked');
    telemetry.accountMoved('installation', 'open');
    const text = await metrics.registry.metrics();
    expect(text).toContain('{account="installation",state="open"} 1');
    expect(text).toContain('{account="installation",state="parked"} 0');
  });
});

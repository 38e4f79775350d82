import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startHarness } from './support/harness.ts';

test('a stop that leaves what nobody answers closes the database, however long the receiver of alerts hangs', async () => {
  const receiver = createServer(() => {});
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    receiver.closeAllConnections();
    receiver.close();
  });
  const { port } = receiver.address() as AddressInfo;
  const { deps } = await startHarness('sqlite', { env: { ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/` } });
  const asked = new Promise((resolve) => receiver.once('request', resolve));
  deps.alerts.raise({ kind: 'account_parked', summary: 'The account has no funds.', data: {} });
  await asked;

  const closing = deps.close();
  deps.leaveUnanswered();
  await closing;
  await expect(deps.store.read.sites.installation()).rejects.toThrow();
}, 4000);

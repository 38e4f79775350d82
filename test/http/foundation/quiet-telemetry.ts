import type { RequestLine, Telemetry } from '../../../server/domain/telemetry.ts';

/** Telemetry that keeps what it is told about requests. */
export function quietTelemetry() {
  const lines: RequestLine[] = [];
  const failures: { requestId: string; error: unknown }[] = [];
  const telemetry: Telemetry = {
    requestAnswered: (line) => lines.push({ ...line }),
    requestFailed: (requestId, error) => failures.push({ requestId, error }),
    clickRecorded() {},
    clickShed() {},
    shared() {},
    eventAccepted() {},
    batchAdvanced() {},
    orderMoved() {},
    accountMoved() {},
    deliveryTried() {},
    writeGroupCommitted() {},
  };
  return { telemetry, lines, failures };
}

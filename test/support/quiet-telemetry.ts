import type { RequestLine, Telemetry } from '../../server/domain/telemetry.ts';

/** Telemetry that keeps what it is told about requests and clicks. */
export function quietTelemetry() {
  const lines: RequestLine[] = [];
  const failures: { requestId: string; error: unknown }[] = [];
  const clicks: string[] = [];
  const telemetry: Telemetry = {
    requestAnswered: (line) => lines.push({ ...line }),
    requestFailed: (requestId, error) => failures.push({ requestId, error }),
    clickRecorded: (siteId, programId) => clicks.push(`recorded ${siteId} ${programId}`),
    clickShed: (siteId, programId) => clicks.push(`shed ${siteId} ${programId}`),
    shared() {},
    eventAccepted() {},
    batchAdvanced() {},
    orderMoved() {},
    accountMoved() {},
    deliveryTried() {},
    writeGroupCommitted() {},
  };
  return { telemetry, lines, failures, clicks };
}

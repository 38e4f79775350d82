import type { AccountCall } from './account-call.ts';

/** Names of the moments around the one call that spends money, for a crash test to stop at. */
export const SEND_POINTS = ['send:before', 'send:after', 'reply:after'] as const;
export type SendPoint = (typeof SEND_POINTS)[number];

/** Where odd but harmless answers are reported; pino's order of arguments. */
export type UpstreamLog = { warn(fields: Record<string, unknown>, message: string): void };

/** What every operation of the adapter works with. */
export type Upstream = {
  call: AccountCall;
  onPoint: (point: SendPoint) => void;
  log: UpstreamLog;
};

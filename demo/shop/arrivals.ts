import type { ShopState } from './state.ts';

const KEPT = 50;

/**
 * Notes that somebody came in by a share link. The token is read and not verified: nothing depends on it here
 * but a line in the demo's bar; Goodturn verifies it when an event carries it. The caller saves.
 */
export function noteArrival(state: ShopState, referralToken: string): void {
  const seen = readReferralToken(referralToken);
  if (!seen || state.arrivals.some((arrival) => arrival.clickId === seen.clickId)) return;
  state.arrivals.push({ ...seen, at: Date.now() });
  state.arrivals = state.arrivals.slice(-KEPT);
}

function readReferralToken(token: string): { clickId: string; code: string } | null {
  try {
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as unknown;
    if (typeof payload !== 'object' || payload === null) return null;
    const { jti, cod } = payload as { jti?: unknown; cod?: unknown };
    return typeof jti === 'string' && typeof cod === 'string' ? { clickId: jti, code: cod } : null;
  } catch {
    return null;
  }
}

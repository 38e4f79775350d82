import type { Mac } from '../domain/claim/sealer.ts';
import { equalMac } from './mac.ts';

/**
 * The last part of `/hooks/gift-card/:orderId/:mac`. The upstream signs nothing, so only an address that nobody can
 * guess keeps strangers from making us ask about our orders.
 */
type HookMacs = {
  macOf(orderId: string): string;
  verify(orderId: string, mac: string): boolean;
};

export function createHookMacs(mac: Mac): HookMacs {
  return { macOf: mac, verify: (orderId, given) => equalMac(given, mac(orderId)) };
}

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { DAY_MS } from '../domain/clock.ts';
import { placeOf } from '../domain/fraud/place-of.ts';
import { type FootprintOf, NO_FOOTPRINT } from '../domain/fraud/visitor.ts';
import { createMac } from './mac.ts';

/** 128 bits: two visitors never meet by chance, and a click stays small. */
const MAC_LENGTH = 22;

/**
 * Footprints under a key that changes every day (UTC): yesterday's visits cannot be matched with today's, except by whoever
 * sees the visitor now and asks for both days. The keys are derived, so every process of the installation has the same one.
 */
export function createFootprints(key: KeyObject): FootprintOf {
  const macOf = dailyMacs(key);
  return (seen, now) => {
    const place = seen.address === null ? null : placeOf(seen.address);
    if (place === null) return NO_FOOTPRINT;
    const mac = macOf(Math.floor(now / DAY_MS));
    return {
      networkMac: mac(`network ${place.network}`),
      deviceMac: mac(JSON.stringify(['device', place.address, seen.agent, seen.language])),
    };
  };
}

/** The keyed hash of each day. The keys of two days are held: nobody asks for one before yesterday's. */
function dailyMacs(key: KeyObject) {
  const held = new Map<number, (text: string) => string>();
  return (day: number) => {
    const known = held.get(day);
    if (known) return known;
    const whole = createMac(createSecretKey(createHmac('sha256', key).update(`day ${day}`).digest()));
    const mac = (text: string) => whole(text).slice(0, MAC_LENGTH);
    for (const other of held.keys()) if (Math.abs(other - day) > 1) held.delete(other);
    held.set(day, mac);
    return mac;
  };
}

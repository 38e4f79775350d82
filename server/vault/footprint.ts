import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { DAY_MS } from '../domain/clock.ts';
import { placeOf } from '../domain/fraud/place-of.ts';
import { type FootprintOf, NO_FOOTPRINT } from '../domain/fraud/visitor.ts';
import { createMac } from './mac.ts';

/** 128 bits: two visitors never meet by chance, and a click stays small. */
const MAC_LENGTH = 22;

/**
 * Footprints under a key that changes every day (UTC): yesterday's visits cannot be matched with today's. The keys are
 * derived, so every process of the installation has the same one.
 */
export function createFootprints(key: KeyObject): FootprintOf {
  const today = dailyMac(key);
  return (seen, now) => {
    const place = seen.address === null ? null : placeOf(seen.address);
    if (place === null) return NO_FOOTPRINT;
    const mac = today(Math.floor(now / DAY_MS));
    return {
      networkMac: mac(`network ${place.network}`),
      deviceMac: mac(JSON.stringify(['device', place.address, seen.agent, seen.language])),
    };
  };
}

/** The keyed hash of one day. Only the last day's key is held, since nobody asks for an earlier one. */
function dailyMac(key: KeyObject) {
  let held = -1;
  let mac = (_text: string): string => '';
  return (day: number) => {
    if (day !== held) {
      const whole = createMac(createSecretKey(createHmac('sha256', key).update(`day ${day}`).digest()));
      mac = (text) => whole(text).slice(0, MAC_LENGTH);
      held = day;
    }
    return mac;
  };
}

import { z } from 'zod';
import type { Tracking } from '../domain/delivery/address.ts';

const text = z.string().max(200).nullish().catch(null);

/**
 * Where an order or a line item may tell of its parcel. No public document names the fields, so both spellings that
 * shops use are read, and their absence costs nothing but the number on the page.
 */
export const trackingFields = {
  trackingnumber: text,
  trackingurl: text,
  carrier: text,
  tracking: z.object({ number: text, url: text, carrier: text }).nullish().catch(null),
};

const fields = z.object(trackingFields);

/** Null when nothing is told. People are sent to the address: anything but a web address is none. */
export function readTracking(told: z.infer<typeof fields>): Tracking | null {
  const number = told.tracking?.number || told.trackingnumber || null;
  const url = told.tracking?.url || told.trackingurl || null;
  const web = url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
  if (number === null && web === null) return null;
  return { carrier: told.tracking?.carrier || told.carrier || null, number, url: web };
}

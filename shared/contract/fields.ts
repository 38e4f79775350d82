import { z } from 'zod';

/** Field shapes that several messages share. */

/**
 * Text that both databases keep as it is: PostgreSQL refuses a NUL, half of a surrogate pair comes back as another
 * character (so two ids could become one), and a line break could forge a line of a log.
 */
export function plainText(max: number) {
  return z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not hold control characters');
}

export const externalId = plainText(200)
  .min(1)
  .meta({ description: "The site's own user id", example: 'user_42' });

export const eitherId = plainText(200).meta({
  description: "The participant by its id or by the site's own",
  example: 'user_42',
});

export const email = z.email().max(254);
/** Kept only as `+` with country and number, and only where rewards may be texted. */
export const phone = z.string().max(40).meta({ description: 'With its country', example: '+1 555 555 0100' });
export const instant = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 instant' });
/** A bound of a report, as a form may send it: left empty it is absent. */
export const reportBound = z
  .preprocess((text) => (text === '' ? undefined : text), z.union([instant, z.iso.date()]).optional())
  .optional()
  .meta({
    description:
      'A time, or a date: the start of that day in the time zone of the program, or in UTC where none is named',
    example: '2026-11-01',
  });
export const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code such as US');
export const region = plainText(20).meta({
  description:
    'State or province by ISO 3166-2: `US-NY`, or `NY` beside its `country`. Other text, such as a name, is taken and counts as not known where a program excludes regions',
  example: 'NY',
});
export const age = z.int().min(0).max(130);
export const locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, 'must be a BCP 47 tag');
/** A name that a person chose to show. Control characters cannot reach a page or a log line. */
export const displayName = plainText(80).trim().min(1);
/** Why, in the words of a person of the site. Kept as a note beside the audit, so that it can be erased. */
export const staffReason = plainText(500)
  .trim()
  .min(1)
  .meta({ description: 'Why, in your own words', example: 'Checked with the customer' });
export const delivery = z.enum(['Links', 'DigitalDelivery', 'PhysicalShipment']);
/**
 * How far a card has come that is mailed or posted: `awaiting_address` nobody has said where to · `preparing` it is being
 * ordered · `sent` it was mailed, texted or posted · `delivered` it has arrived, as the gift-card company says.
 */
export const deliveryStatus = z.enum(['awaiting_address', 'preparing', 'sent', 'delivered']);
export const beneficiary = z.enum(['referrer', 'friend', 'participant']);

export type DeliveryStatus = z.infer<typeof deliveryStatus>;
export type Delivery = z.infer<typeof delivery>;
export type Beneficiary = z.infer<typeof beneficiary>;

import type { Reward } from '../reward/reward.ts';
import type { Order } from './order.ts';

/**
 * 16 characters of Crockford's alphabet (80 bits) that follow from what a reward is for, under a key of the vault. The
 * upstream, which sees them, learns nothing from them.
 */
export type OrderTraces = (identity: string) => string;

/** Of a ULID, the characters of its time. */
const TIME_LENGTH = 10;

/**
 * The number of a new order: `GT`, the installation's epoch, a ULID. Letters and digits only, 32 in all, as every
 * known provider takes it. The epoch keeps a restored backup from minting a number that its former self has used. In
 * place of chance the ULID carries the trace of the reward: it leads from an order that the upstream has, and a
 * restored backup does not know, back to the reward when that is made again (restore/README.md).
 */
export function poNumber(epoch: string, ulid: string, trace: string): string {
  return `GT${epoch}${ulid.slice(0, TIME_LENGTH)}${trace}`;
}

const OURS = /^GT([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{10})([0-9A-HJKMNP-TV-Z]{16})$/;

/** The parts of a number that some installation of Goodturn made; null for any other text. */
export function readPoNumber(text: string): { epoch: string; trace: string } | null {
  const [, epoch, , trace] = OURS.exec(text) ?? [];
  return epoch === undefined || trace === undefined ? null : { epoch, trace };
}

/** Crockford's alphabet, as ULIDs are written. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * When the order's number was made (epoch ms): the upstream has no order with it from before. A number that was taken over
 * from before a restore is older than the order that carries it now.
 */
export function madeAtOf({ poNumber, createdAt }: Pick<Order, 'poNumber' | 'createdAt'>): number {
  const time = OURS.exec(poNumber)?.[2];
  if (time === undefined) return createdAt;
  const madeAt = Array.from(time).reduce((sum, digit) => sum * DIGITS.length + DIGITS.indexOf(digit), 0);
  return Math.min(createdAt, madeAt);
}

/**
 * What a reward is for: the same text when its event is told again to a database that has forgotten both. The person is
 * part of it, since a gift card that somebody has already must not go to somebody else.
 */
export function rewardIdentity({
  siteId,
  programId,
  eventId,
  ruleId,
  position,
  externalId,
}: Pick<Reward, 'siteId' | 'programId' | 'eventId' | 'ruleId' | 'position' | 'externalId'>): string {
  return JSON.stringify([siteId, programId, eventId, ruleId, position, externalId]);
}

import type { Reward } from '../reward/reward.ts';
import { countriesOf } from './options.ts';
import type { Asked } from './read-address.ts';

/** What the recipient of a reward is asked for when no address of theirs is known; null for a link. */
export function askedFor({ delivery, options }: Pick<Reward, 'delivery' | 'options'>): Asked | null {
  if (delivery === 'Links') return null;
  if (delivery === 'PhysicalShipment') return { kind: 'postal', countries: countriesOf(options) };
  return { kind: 'digital', by: options?.by ?? ['email'] };
}

import type { Reward } from '../reward/reward.ts';

/**
 * Whether a gift card is kept back since its purchase was returned: also while its order is still looked for, as a link
 * is withheld as soon as it is there. What is mailed or posted is on its way, and no return stops it.
 */
export function isKeptBack({
  status,
  reversedAt,
  delivery,
}: Pick<Reward, 'status' | 'reversedAt' | 'delivery'>): boolean {
  const isUnderWay = status === 'ordering' || status === 'failed';
  return status === 'withheld' || (isUnderWay && reversedAt !== null && delivery === 'Links');
}

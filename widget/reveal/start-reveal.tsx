import type { Reveal } from '../../shared/contract/claim.ts';
import type { ActiveReveal, View } from '../panel/view.ts';
import { adopt } from '../styles/adopt.ts';
import styles from './reveal.css?inline';
import { RevealCard } from './reveal-card.tsx';
import { createRevealModel } from './reveal-model.ts';

const styled = new WeakSet<ShadowRoot>();

/** The reveal of one reward, in the place of its row. A part of its own, fetched with the first "Reveal". */
export function startReveal(
  view: View,
  root: ShadowRoot,
  rewardId: string,
  fetchReveal: () => Promise<Reveal>,
): ActiveReveal {
  if (!styled.has(root)) adopt(root, styles);
  styled.add(root);
  const model = createRevealModel(fetchReveal);
  return { rewardId, Card: ({ name }) => <RevealCard view={view} model={model} name={name} /> };
}

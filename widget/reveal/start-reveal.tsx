import type { Reveal } from '../../shared/contract/claim.ts';
import type { ActiveReveal, View } from '../panel/view.ts';
import { adopt } from '../styles/adopt.ts';
import styles from './reveal.css?inline';
import { RevealCard } from './reveal-card.tsx';
import { createRevealModel } from './reveal-model.ts';

// An element that is drawn anew begins without sheets, and with another view.
const styled = new WeakSet<View>();

/** The reveal of one reward, in the place of its row. A part of its own, fetched with the first "Reveal". */
export function startReveal(view: View, root: ShadowRoot, rewardId: string): ActiveReveal {
  if (!styled.has(view)) adopt(root, styles);
  styled.add(view);
  const model = createRevealModel(() => fetchReveal(view, rewardId));
  return {
    rewardId,
    Card: ({ name }) => <RevealCard view={view} model={model} rewardId={rewardId} name={name} />,
  };
}

async function fetchReveal(view: View, rewardId: string): Promise<Reveal> {
  const response = await view.post(`rewards/${encodeURIComponent(rewardId)}/reveal`, {});
  view.emit('reveal', { rewardId });
  return response.json();
}

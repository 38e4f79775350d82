import type { Reveal } from '../../shared/contract/claim.ts';
import type { RewardRow } from '../../shared/contract/session.ts';
import type { ActiveReveal, View } from '../panel/view.ts';
import { adopt } from '../styles/adopt.ts';
import styles from './reveal.css?inline';
import { RevealCard } from './reveal-card.tsx';
import { createRevealModel } from './reveal-model.ts';

// An element that is drawn anew begins without sheets, and with another view.
const styled = new WeakSet<View>();

/**
 * The reveal of one reward, in the place of its row. A part of its own, fetched with the first "Reveal". Where nothing is
 * opened here there is nothing to warn of: the press itself asks for the page.
 */
export function startReveal(view: View, root: ShadowRoot, reward: RewardRow): ActiveReveal {
  const rewardId = reward.id;
  if (!styled.has(view)) adopt(root, styles);
  styled.add(view);
  const model = createRevealModel(() => fetchReveal(view, rewardId));
  if (reward.delivery !== 'Links' && !reward.claimable) model.confirm();
  return {
    rewardId,
    Card: (now) => <RevealCard view={view} model={model} {...now} />,
  };
}

async function fetchReveal(view: View, rewardId: string): Promise<Reveal> {
  const response = await view.post(`rewards/${encodeURIComponent(rewardId)}/reveal`, {});
  view.emit('reveal', { rewardId });
  return response.json();
}

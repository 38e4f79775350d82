import type { RewardRow } from '../../shared/contract/session.ts';
import { describeReward } from '../models/describe-reward.ts';
import { Icon } from './icon.tsx';
import type { View } from './view.ts';

/** A reward looks like what it is: a gift card with its value, its state in a word and a sentence, and one action. */
export function RewardItem({ view, reward }: { view: View; reward: RewardRow }) {
  const { texts, locale } = view;
  const { chip, text } = describeReward(reward, texts, locale, view.now());
  const reveal = view.reveal.value;
  const RevealCard = reveal?.rewardId === reward.id ? reveal.Card : null;
  const action = chip === 'opened' ? texts.revealAgain : texts.reveal;
  const name = texts.giftCard(reward.value, locale);
  return (
    <li class={`reward ${chip}`}>
      <div class="row">
        <span class="thumb">
          <Icon name="gift" />
        </span>
        <div class="words">
          <h4>{name}</h4>
          <span class="chip">
            <Icon name={chip} />
            {texts.chips[chip]}
          </span>
        </div>
        {reward.claimable && !RevealCard && (
          <button
            type="button"
            class="button"
            id={reward.id}
            aria-label={`${action}: ${name}`}
            onClick={() => view.startReveal(reward.id)}
          >
            {action}
          </button>
        )}
      </div>
      {RevealCard ? <RevealCard name={name} /> : text && <p class="small">{text}</p>}
    </li>
  );
}

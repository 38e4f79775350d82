import type { RewardRow } from '../../shared/contract/session.ts';
import { Icon, Strokes } from '../panel/icon.tsx';
import { describeReward, type RewardChip } from './describe-reward.ts';
import { formatDate } from './format-date.ts';
import type { ListsView } from './lists-view.ts';
import type { ListTexts } from './texts.ts';

const TICK = 'M4 10l4 4 8-8';
const ARROW = 'M3 10h13M12 6l4 4-4 4';
const CLOCK = 'M10 3a7 7 0 1 0 1 0M10 6v4l3 2';

/** In the manner of `Icon`. */
const CHIP_PATHS: Record<RewardChip, string> = {
  ready: TICK,
  opened: TICK,
  sent: ARROW,
  asking: 'M4 16l1-4 8-8 3 3-8 8z',
  coming: ARROW,
  waiting: CLOCK,
  checking: CLOCK,
  kept: 'M7 5v10M13 5v10',
  stopped: 'M5 10h10',
};

type RewardProps = { view: ListsView; reward: RewardRow };

/**
 * A reward looks like what it is: a gift card with its value, its state in a word and a sentence, and one action. What
 * follows from a sentence stands below it, where there is room for its words.
 */
export function RewardItem({ view, reward }: RewardProps) {
  const { words, locale } = view;
  const { chip, text } = describeReward(reward, words, locale, view.now());
  const reveal = view.reveal.value;
  const isAsked = reveal?.rewardId === reward.id;
  const RevealCard = isAsked && reveal.Card;
  const name = words.giftCard(reward.value, locale);
  const action = <Action view={view} reward={reward} name={name} />;
  return (
    <li
      class={`reward ${chip}`}
      onKeyDown={(event) => {
        if (!RevealCard || event.key !== 'Escape') return;
        // The dialog around it stays.
        event.preventDefault();
        view.hideReveal();
      }}
    >
      <div class="row">
        <span class="thumb">
          <Icon name="gift" />
        </span>
        <div class="words">
          <h4>{name}</h4>
          <span class="chip">
            <Strokes path={CHIP_PATHS[chip]} />
            {words.chips[chip]}
          </span>{' '}
          <span class="small">{formatDate(reward.since, locale, view.now())}</span>
        </div>
        {!RevealCard && !text && action}
      </div>
      {RevealCard ? (
        <RevealCard reward={reward} name={name} text={text} />
      ) : (
        text && <p class="small">{text}</p>
      )}
      {!RevealCard && text && action}
      {isAsked && !RevealCard && (
        <p class="small" role="alert">
          {view.texts.notices.offline.title}.
        </p>
      )}
    </li>
  );
}

/** Opening what is there, or the way to what keeps it back. */
function Action({ view, reward, name }: RewardProps & { name: string }) {
  const { words } = view;
  const { id } = reward;
  const action = actionOf(reward, words);
  if (!action) return null;
  return (
    <button
      type="button"
      class="button"
      id={id}
      aria-label={`${action}: ${name}`}
      onClick={() => (action === words.terms ? view.focus('terms') : view.startReveal(reward))}
    >
      {action}
    </button>
  );
}

function actionOf({ status, reason, claimable, delivery }: RewardRow, words: ListTexts): string | null {
  if (status === 'held' && reason === 'terms_not_accepted') return words.terms;
  if (status === 'approved' && reason === 'awaiting_address') return words.enterAddress;
  if (status === 'issued' && delivery === 'PhysicalShipment') return words.track;
  if (!claimable) return null;
  return status === 'opened' ? words.revealAgain : words.reveal;
}

import { Icon } from './icon.tsx';
import { Notice, noticeFor } from './notice.tsx';
import { OfferCard } from './offer-card.tsx';
import { Bones, LIST_BONES, OFFER_BONES } from './skeleton.tsx';
import type { View } from './view.ts';

/** What do I get, how do I share, where is my reward: top to bottom, in this order. */
export function Panel({ view, onClose }: { view: View; onClose?: () => void }) {
  const { texts } = view;
  const me = view.session.value.me.value;
  const notice = noticeFor(view);
  const Lists = !view.areListsAway.value && view.lists();
  const isAlone = !me && notice !== null && notice !== 'slow';
  // Known with the offer, before the lists are there, so that nothing jumps when they come. An outline that would have to
  // move is drawn anew (its key), the lists themselves never: somebody's keyboard may be in them.
  const isLong = me && me.referrals.length + me.rewards.length > 5;
  return (
    <div class={isAlone || isLong ? 'long' : 'halves'}>
      <div class="half give">
        <header>
          <slot name="brand">
            <span class="brand">
              <Icon name="gift" />
              {view.setting('brand') ?? (me?.share.rewarded === false ? null : texts.inviteFriends)}
            </span>
          </slot>
          {onClose && (
            <button type="button" class="round" aria-label={texts.close} onClick={onClose}>
              <Icon name="close" />
            </button>
          )}
        </header>
        {notice && <Notice view={view} name={notice} isAlone={isAlone} />}
        {me ? <OfferCard view={view} me={me} /> : !isAlone && <Bones names={OFFER_BONES} />}
      </div>
      {!isAlone && (
        <div class="half" key={me && Lists ? 1 : isLong}>
          {me && Lists ? <Lists me={me} /> : <Bones names={LIST_BONES} />}
        </div>
      )}
    </div>
  );
}

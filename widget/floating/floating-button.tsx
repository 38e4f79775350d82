import { Icon } from '../panel/icon.tsx';
import type { View } from '../panel/view.ts';
import { shortOffer } from './offer-words.ts';

/** The pill with the offer in words. It can be put away for this visit. */
export function FloatingButton({ view }: { view: View }) {
  const { texts } = view;
  if (view.isButtonHidden.value || view.setting('no-button') !== null) return null;
  const offer = view.session.value.me.value?.program.offer.title;
  const label = view.setting('label') ?? (offer ? shortOffer(offer) : null) ?? texts.inviteFriends;
  return (
    <div class="pill">
      <button
        type="button"
        class="pill-open"
        aria-haspopup="dialog"
        aria-expanded={view.isOpen.value}
        onClick={() => view.open(true)}
      >
        <Icon name="gift" />
        {label}
      </button>
      <button type="button" class="pill-hide" aria-label={texts.dismiss} onClick={view.hideButton}>
        <Icon name="close" />
      </button>
    </div>
  );
}

import { Icon } from '../panel/icon.tsx';
import type { View } from '../panel/view.ts';
import type { FloatingModel } from './floating-model.ts';
import { shortOffer } from './offer-words.ts';

/** The pill with the offer in words. It can be put away for this tab. */
export function FloatingButton({ view, model }: { view: View; model: FloatingModel }) {
  const { texts } = view;
  if (model.isButtonHidden.value || view.setting('no-button') !== null) return null;
  const offer = view.session.value.me.value?.program.offer.title;
  const label = view.setting('label') ?? (offer ? shortOffer(offer) : null) ?? texts.inviteFriends;
  return (
    <div class={model.isAside.value ? 'pill aside' : 'pill'}>
      <button
        type="button"
        class="pill-open"
        aria-haspopup="dialog"
        aria-expanded={model.isOpen.value}
        onClick={() => model.open(true)}
      >
        <Icon name="gift" />
        {label}
      </button>
      <button type="button" class="pill-hide" aria-label={texts.dismiss} onClick={model.hideButton}>
        <Icon name="close" />
      </button>
    </div>
  );
}

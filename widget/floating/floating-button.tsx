import { Icon } from '../panel/icon.tsx';
import type { View } from '../panel/view.ts';
import type { FloatingModel } from './floating-model.ts';
import { shortOffer } from './offer-words.ts';

/** The pill with the offer in words, while it is kept. It can be put away for this tab. */
export function FloatingButton({ view, model }: { view: View; model: FloatingModel }) {
  const { texts } = view;
  if (model.isButtonHidden.value || view.setting('no-button') !== null) return null;
  const program = view.session.value.me.value?.program;
  const offer = program?.status === 'active' ? shortOffer(program.offer.title) : null;
  const label = view.setting('label') ?? offer ?? texts.inviteFriends;
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

import { Icon } from '../panel/icon.tsx';
import type { WelcomeTexts } from './texts.ts';
import type { WelcomeModel } from './welcome-model.ts';

type WelcomeProps = { model: WelcomeModel; texts: WelcomeTexts; isBanner: boolean };

/** The friend's greeting: is this real, and what do I do? The site puts its own sign-up button into the element. */
export function Welcome({ model, texts, isBanner }: WelcomeProps) {
  const { visit, isLoading, isDismissed } = model;
  const offer = visit.value?.offer;
  const look = isBanner ? 'card welcome banner' : 'card welcome';
  if (isDismissed.value) return null;
  // A banner lies over the page and may come late; an inline greeting keeps its place from the start.
  if (isLoading.value && !isBanner) return <div class={look} aria-hidden="true" />;
  if (!offer) return null;
  // A campaign's code greets without anybody who invites.
  const referrer = visit.value?.referrer;
  return (
    <section class={look} aria-label={offer.title}>
      <span class="thumb">
        <Icon name="gift" />
      </span>
      <div class="words">
        {referrer && <p class="small">{texts.invitedBy(referrer.displayName)}</p>}
        <h2>{offer.title}</h2>
        <p>{offer.text}</p>
        <slot />
      </div>
      {isBanner && (
        <button type="button" class="round" aria-label={texts.close} onClick={model.dismiss}>
          <Icon name="close" />
        </button>
      )}
    </section>
  );
}

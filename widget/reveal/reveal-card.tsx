import type { Reveal } from '../../shared/contract/claim.ts';
import type { RewardRow } from '../../shared/contract/session.ts';
import { Icon } from '../panel/icon.tsx';
import type { View } from '../panel/view.ts';
import type { RevealModel } from './reveal-model.ts';
import { type RevealTexts, revealTextsFor } from './texts.ts';

type RevealProps = { view: View; model: RevealModel; rewardId: string; name: string };

/** First the calm note, then the card, or the page that leads to it. The keyboard follows each step. */
export function RevealCard({ view, model, rewardId, name }: RevealProps) {
  const reveal = model.reveal.value;
  // As it is now: what is being made shows here when it is there.
  const reward = view.session.value.me.value?.rewards.find(({ id }) => id === rewardId);
  if (!reveal) return <Note view={view} model={model} reward={reward} />;
  const { claimLink, claimPageUrl } = reveal;
  if (claimLink) return <OpenCard view={view} reveal={{ ...reveal, claimLink }} name={name} />;
  if (reward?.delivery === 'Links') return <Making view={view} model={model} reward={reward} />;
  return <PageCard view={view} href={claimPageUrl} reward={reward} />;
}

type StepProps = { view: View; model: RevealModel; reward: RewardRow | undefined };

/** A card that is made because its owner wants it. It says what is true now, and offers the card once that is there. */
function Making({ view, model, reward }: StepProps) {
  const texts = revealTextsFor(view.locale);
  const isThere = reward?.status === 'issued' || reward?.status === 'opened';
  const isLate = reward?.status === 'failed' || reward?.reason === 'order_delayed';
  return (
    <div class="note">
      <p role="status" tabIndex={-1} ref={focusOnce}>
        {isThere ? texts.made : isLate ? texts.late : texts.making}
      </p>
      <div class="actions">
        {isThere && (
          <button type="button" class="button primary" onClick={model.confirm}>
            {texts.showCard}
          </button>
        )}
        <button type="button" class="button" onClick={view.hideReveal}>
          {texts.hide}
        </button>
      </div>
    </div>
  );
}

function PageCard({ view, href, reward }: { view: View; href: string; reward: RewardRow | undefined }) {
  const texts = revealTextsFor(view.locale);
  return (
    <div class="note">
      <p tabIndex={-1} ref={focusOnce}>
        {noteFor(reward, texts)}
      </p>
      <div class="actions">
        <a class="button primary" href={href} target="_blank" rel="noopener noreferrer">
          {texts.openPage}
          <span class="unseen"> ({texts.newTab})</span>
        </a>
        <button type="button" class="button" onClick={view.hideReveal}>
          {texts.hide}
        </button>
      </div>
    </div>
  );
}

function noteFor(reward: RewardRow | undefined, texts: RevealTexts): string {
  return !reward || reward.delivery === 'Links' ? texts.revealNote : texts.pageNote[reward.delivery];
}

function Note({ view, model, reward }: StepProps) {
  const texts = revealTextsFor(view.locale);
  const hasFailed = model.step.value === 'failed';
  const show = reward && reward.delivery !== 'Links' ? texts.next : texts.showCard;
  return (
    <div class="note">
      <p role={hasFailed ? 'alert' : undefined} tabIndex={-1} ref={focusOnce}>
        {hasFailed ? texts.revealFailed : noteFor(reward, texts)}
      </p>
      <div class="actions">
        <button
          type="button"
          class="button primary"
          aria-disabled={model.step.value === 'loading'}
          onClick={model.confirm}
        >
          {hasFailed ? view.texts.tryAgain : show}
        </button>
        <button type="button" class="button" onClick={view.hideReveal}>
          {texts.notNow}
        </button>
      </div>
    </div>
  );
}

type OpenReveal = Reveal & { claimLink: string };

function OpenCard({ view, reveal, name }: { view: View; reveal: OpenReveal; name: string }) {
  const { answerCopy } = view;
  const texts = revealTextsFor(view.locale);
  const { challengeAnswer } = reveal;
  return (
    <div class="opened-card">
      <p class="face" tabIndex={-1} ref={focusOnce}>
        <Icon name="gift" />
        <span>{name}</span>
      </p>
      <a class="button primary" href={reveal.claimLink} target="_blank" rel="noopener noreferrer">
        {texts.openCard}
        <span class="unseen"> ({texts.newTab})</span>
      </a>
      {challengeAnswer && (
        <div class="answer">
          <p>
            <span class="small">{texts.challenge}</span>
            <bdi dir="ltr">{challengeAnswer}</bdi>
          </p>
          <button type="button" class="button" onClick={() => answerCopy.copy(challengeAnswer)}>
            {answerCopy.state.value === 'copied' ? view.texts.copied : view.texts.copy}
          </button>
        </div>
      )}
      <p class="links">
        <a href={reveal.claimPageUrl} target="_blank" rel="noopener noreferrer">
          {texts.savePage}
        </a>
        <button type="button" onClick={view.hideReveal}>
          {texts.hide}
        </button>
      </p>
    </div>
  );
}

// Preact calls a stable ref only when the element appears, so a later drawing never steals the focus.
function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}

import type { Reveal } from '../../shared/contract/claim.ts';
import type { RewardRow } from '../../shared/contract/session.ts';
import { Icon } from '../panel/icon.tsx';
import type { View } from '../panel/view.ts';
import type { RevealModel } from './reveal-model.ts';
import { revealTextsFor } from './texts.ts';

type StepProps = { view: View; model: RevealModel; reward: RewardRow };

/**
 * First the calm note, then the card, or the page that leads to it. The keyboard follows each step.
 * @param reward as it is now: what is being made shows here when it is there
 */
export function RevealCard({ view, model, reward, name }: StepProps & { name: string }) {
  const reveal = model.reveal.value;
  if (reveal?.claimLink) return <OpenCard view={view} reveal={reveal} link={reveal.claimLink} name={name} />;
  const Step = reveal && reward.delivery === 'Links' ? Making : Note;
  return <Step view={view} model={model} reward={reward} />;
}

/** A card that is made because its owner wants it. It says what is true now, and offers the card once that is there. */
function Making({ view, model, reward }: StepProps) {
  const texts = revealTextsFor(view.locale);
  const isThere = reward.status === 'issued' || reward.status === 'opened';
  const isLate = reward.status === 'failed' || reward.reason === 'order_delayed';
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

/**
 * The calm note, and what leads on: to the card, or to its own page. Where nothing is opened here, the way to the page
 * stands there before its address does.
 */
function Note({ view, model, reward }: StepProps) {
  const texts = revealTextsFor(view.locale);
  const step = model.step.value;
  const hasFailed = step === 'failed';
  const href = model.reveal.value?.claimPageUrl;
  const { delivery, claimable } = reward;
  const travels = delivery !== 'Links';
  const isOnlyPage = href || (travels && !claimable);
  const next = isOnlyPage ? texts.openPage : travels ? texts.next : texts.showCard;
  const note = travels ? texts.pageNote[delivery] : texts.revealNote;
  return (
    <div class="note">
      <p key={href} role={hasFailed ? 'alert' : undefined} tabIndex={-1} ref={focusOnce}>
        {hasFailed ? texts.revealFailed : note}
      </p>
      <div class="actions">
        {href ? (
          <a class="button primary" href={href} target="_blank" rel="noreferrer">
            {next}
            <span class="unseen"> ({texts.newTab})</span>
          </a>
        ) : (
          <button
            type="button"
            class="button primary"
            aria-disabled={step === 'loading'}
            onClick={model.confirm}
          >
            {hasFailed ? view.texts.tryAgain : next}
          </button>
        )}
        <button type="button" class="button" onClick={view.hideReveal}>
          {isOnlyPage ? texts.hide : texts.notNow}
        </button>
      </div>
    </div>
  );
}

type OpenProps = { view: View; reveal: Reveal; link: string; name: string };

function OpenCard({ view, reveal, link, name }: OpenProps) {
  const { answerCopy } = view;
  const texts = revealTextsFor(view.locale);
  const { challengeAnswer } = reveal;
  return (
    <div class="opened-card">
      <p class="face" tabIndex={-1} ref={focusOnce}>
        <Icon name="gift" />
        <bdi>{name}</bdi>
      </p>
      <a class="button primary" href={link} target="_blank" rel="noreferrer">
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
        <a href={reveal.claimPageUrl} target="_blank" rel="noreferrer">
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

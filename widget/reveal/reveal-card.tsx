import type { Reveal } from '../../shared/contract/claim.ts';
import { Icon } from '../panel/icon.tsx';
import type { View } from '../panel/view.ts';
import type { RevealModel } from './reveal-model.ts';
import { revealTextsFor } from './texts.ts';

type RevealProps = { view: View; model: RevealModel; name: string };

/** First the calm note, then the card. The keyboard follows each step. */
export function RevealCard({ view, model, name }: RevealProps) {
  const reveal = model.reveal.value;
  return reveal ? <OpenCard view={view} reveal={reveal} name={name} /> : <Note view={view} model={model} />;
}

function Note({ view, model }: { view: View; model: RevealModel }) {
  const texts = revealTextsFor(view.locale);
  const hasFailed = model.step.value === 'failed';
  return (
    <div class="note">
      <p role={hasFailed ? 'alert' : undefined} tabIndex={-1} ref={focusOnce}>
        {hasFailed ? texts.revealFailed : texts.revealNote}
      </p>
      <div class="actions">
        <button
          type="button"
          class="button primary"
          aria-disabled={model.step.value === 'loading'}
          onClick={model.confirm}
        >
          {hasFailed ? view.texts.tryAgain : texts.showCard}
        </button>
        <button type="button" class="button" onClick={view.hideReveal}>
          {texts.notNow}
        </button>
      </div>
    </div>
  );
}

function OpenCard({ view, reveal, name }: { view: View; reveal: Reveal; name: string }) {
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

import type { Reveal } from '../../shared/contract/claim.ts';
import type { RewardRow } from '../../shared/contract/session.ts';
import { Icon } from '../panel/icon.tsx';
import type { View } from '../panel/view.ts';
import type { RevealModel } from './reveal-model.ts';
import { revealTextsFor } from './texts.ts';

type StepProps = { view: View; model: RevealModel; reward: RewardRow; text: string };

/**
 * First the calm note, then the card, or the page that leads to it. The keyboard follows each step.
 * @param reward as it is now: what is being made shows here when it is there
 * @param text what its row says of that
 */
export function RevealCard({ view, model, reward, text, name }: StepProps & { name: string }) {
  const reveal = model.reveal.value;
  if (reveal?.claimLink) return <OpenCard view={view} reveal={reveal} link={reveal.claimLink} name={name} />;
  const Step = reveal && reward.delivery === 'Links' ? Making : Note;
  return <Step view={view} model={model} reward={reward} text={text} />;
}

/**
 * A card that is made because its owner wants it. It says what is true now, and offers the card once that is there; of one
 * that could not be made its page tells more.
 */
function Making({ view, model, reward, text }: StepProps) {
  const texts = revealTextsFor(view.locale);
  const { status, reason } = reward;
  const isThere = status === 'issued' || status === 'opened';
  const hasFailed = status === 'failed';
  const isLate = reason === 'order_delayed';
  return (
    <Words
      view={view}
      model={model}
      role="status"
      text={isThere ? texts.made : hasFailed ? texts.failed(text) : isLate ? text : texts.making}
      href={hasFailed && model.reveal.value?.claimPageUrl}
      next={isThere && texts.showCard}
      away={texts.hide}
    />
  );
}

/**
 * The calm note, and what leads on: to the card, or to its own page. Where nothing is opened here, the way to the page
 * stands there before its address does.
 */
function Note({ view, model, reward }: StepProps) {
  const texts = revealTextsFor(view.locale);
  const hasFailed = model.step.value === 'failed';
  const href = model.reveal.value?.claimPageUrl;
  const { delivery, claimable } = reward;
  const travels = delivery !== 'Links';
  const isOnlyPage = href || (travels && !claimable);
  const next = isOnlyPage ? texts.openPage : travels ? texts.next : texts.showCard;
  const note = travels ? texts.pageNote[delivery] : texts.revealNote;
  return (
    <Words
      key={href}
      view={view}
      model={model}
      role={hasFailed ? 'alert' : undefined}
      text={hasFailed ? texts.revealFailed : note}
      href={href}
      next={hasFailed ? view.texts.tryAgain : next}
      away={isOnlyPage ? texts.hide : texts.notNow}
    />
  );
}

type WordsProps = {
  view: View;
  model: RevealModel;
  role: 'status' | 'alert' | undefined;
  text: string;
  /** The card's own page, where that is the way on. */
  href: string | false | undefined;
  next: string | false;
  away: string;
};

/** A sentence, the one way on from it, and the way back. */
function Words({ view, model, role, text, href, next, away }: WordsProps) {
  const texts = revealTextsFor(view.locale);
  return (
    <div class="note">
      <p role={role} tabIndex={-1} ref={focusOnce}>
        {text}
      </p>
      <div class="actions">
        {href ? (
          <a class="button primary" href={href} target="_blank" rel="noreferrer">
            {texts.openPage}
            <span class="unseen"> ({texts.newTab})</span>
          </a>
        ) : (
          next && (
            <button
              type="button"
              class="button primary"
              aria-disabled={model.step.value === 'loading'}
              onClick={model.confirm}
            >
              {next}
            </button>
          )
        )}
        <button type="button" class="button" onClick={view.hideReveal}>
          {away}
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
        <a class="quiet" href={reveal.claimPageUrl} target="_blank" rel="noreferrer">
          {texts.savePage}
        </a>
        <button type="button" class="quiet" onClick={view.hideReveal}>
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

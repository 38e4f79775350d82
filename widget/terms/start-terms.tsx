import type { ListsView, TermsBlock } from '../lists/lists-view.ts';
import { pickLanguage } from '../text/pick-language.ts';
import { en } from './en.ts';
import { createTermsModel } from './terms-model.ts';

const textsFor = pickLanguage({ en });

/** The acceptance of terms. A part of its own, since few programs ask for it, and nobody twice. */
export function startTerms(view: ListsView): TermsBlock {
  const texts = textsFor(view.locale);
  const model = createTermsModel(async (version) => {
    await view.post('terms', { version });
    view.said.value = texts.accepted;
    // The button is about to go, and the keyboard with it.
    view.focus('rewards');
    await view.session.value.refresh();
  });
  return ({ terms, termsUrl }) => (
    <section class="notice" aria-labelledby="terms">
      <h3 id="terms" tabIndex={-1}>
        {texts.title}
      </h3>
      <p>{texts.text}</p>
      <a class="quiet" href={termsUrl} target="_blank" rel="noreferrer">
        {texts.read}
        <span class="unseen"> ({texts.newTab})</span>
      </a>
      <button
        type="button"
        class="button primary"
        aria-disabled={model.step.value === 'sending'}
        onClick={() => model.accept(terms.version)}
      >
        {texts.accept}
      </button>
      {model.step.value === 'failed' && (
        <p class="small" role="alert">
          {texts.failed}
        </p>
      )}
    </section>
  );
}

import type { ListsView } from '../lists/lists-view.ts';
import type { MissingTexts } from './en.ts';
import type { MissingModel } from './missing-model.ts';

type MissingProps = { view: ListsView; model: MissingModel; texts: MissingTexts };

/** Two questions that a person can answer about a friend, and what is known in words. */
export function MissingForm({ view, model, texts }: MissingProps) {
  const isLooking = model.step.value === 'looking';
  return (
    <form class="missing" onSubmit={(event) => submit(event, model)}>
      <p class="small">{texts.help}</p>
      <label>
        {texts.around}
        <input class="field" type="date" name="around" required ref={focusOnce} />
      </label>
      <label>
        {texts.initial}
        <input class="field letter" name="initial" maxLength={1} autocomplete="off" />
      </label>
      <button type="submit" class="button primary" aria-disabled={isLooking}>
        {isLooking ? texts.looking : texts.look}
      </button>
      <div role="status">
        <Answer view={view} model={model} texts={texts} />
      </div>
    </form>
  );
}

function Answer({ view, model, texts }: MissingProps) {
  const step = model.step.value;
  if (step === 'failed') return <p>{texts.failed}</p>;
  if (step !== 'answered') return null;
  const answers = model.answers.value;
  if (answers.length === 0) return <p>{texts.nobody}</p>;
  return (
    <>
      <p>{texts.found}</p>
      <ul>
        {answers.map((candidate, index) => (
          <li key={index}>{view.tell(candidate)}</li>
        ))}
      </ul>
    </>
  );
}

function submit(event: SubmitEvent, model: MissingModel): void {
  event.preventDefault();
  if (!(event.currentTarget instanceof HTMLFormElement)) return;
  const form = new FormData(event.currentTarget);
  model.look({ around: String(form.get('around')), initial: String(form.get('initial')) });
}

// Preact calls a stable ref only when the element appears, so a later drawing never steals the focus.
function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}

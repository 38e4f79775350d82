import type { ListsView } from './lists-view.ts';

/** How it works opens in place; terms and privacy are parts of the program's own page. */
export function Footer({ view: { words }, termsUrl }: { view: ListsView; termsUrl: string }) {
  return (
    <footer>
      <details>
        <summary>{words.how}</summary>
        <ol>
          {words.howSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </details>
      <a href={termsUrl} target="_blank" rel="noreferrer">
        {words.terms}
      </a>
      <a href={`${termsUrl}#privacy`} target="_blank" rel="noreferrer">
        {words.privacy}
      </a>
    </footer>
  );
}

import type { View } from './view.ts';

/** How it works opens in place; terms and privacy are parts of the program's own page. */
export function Footer({ view, termsUrl }: { view: View; termsUrl: string }) {
  const { texts } = view;
  return (
    <footer>
      <details>
        <summary>{texts.how}</summary>
        <ol>
          {texts.howSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </details>
      <a href={termsUrl} target="_blank" rel="noopener noreferrer">
        {texts.terms}
      </a>
      <a href={`${termsUrl}#privacy`} target="_blank" rel="noopener noreferrer">
        {texts.privacy}
      </a>
    </footer>
  );
}

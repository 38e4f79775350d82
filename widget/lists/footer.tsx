import type { Me } from '../../shared/contract/session.ts';
import type { ListsView } from './lists-view.ts';

/** How inviting works opens in place, where that earns something; terms and privacy are parts of the program's own page. */
export function Footer({ view: { words }, me }: { view: ListsView; me: Me }) {
  const { termsUrl } = me.program;
  return (
    <footer>
      {me.share.rewarded && (
        <details>
          <summary>{words.how}</summary>
          <ol>
            {words.howSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </details>
      )}
      <a href={termsUrl} target="_blank" rel="noreferrer">
        {words.terms}
      </a>
      <a href={`${termsUrl}#privacy`} target="_blank" rel="noreferrer">
        {words.privacy}
      </a>
    </footer>
  );
}

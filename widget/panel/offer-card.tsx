import type { Me } from '../../shared/contract/session.ts';
import { formatMoney } from '../../shared/money.ts';
import { ShareCard } from '../share/share-card.tsx';
import type { View } from './view.ts';

/** The offer as the headline, and under it the way to share it while there is one. */
export function OfferCard({ view, me }: { view: View; me: Me }) {
  const { program, progress } = me;
  const isShareable = program.status === 'active' || program.status === 'exhausted';
  return (
    <>
      <h2 class="title" tabIndex={-1} autofocus>
        {program.offer.title}
      </h2>
      <p>{program.offer.text}</p>
      {isShareable && <ShareCard view={view} me={me} />}
      {progress && (
        <label class="progress">
          {view.texts.progress(progress.have, progress.need, formatMoney(progress.reward, view.locale))}
          <progress value={progress.have} max={progress.need} />
        </label>
      )}
    </>
  );
}

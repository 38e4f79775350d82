import type { Me } from '../../shared/contract/session.ts';
import { ShareCard } from '../share/share-card.tsx';
import type { View } from './view.ts';

/** The offer, as the headline and with what it gives while it gives something, and under it, where inviting earns something, the way to share it. */
export function OfferCard({ view, me }: { view: View; me: Me }) {
  const { program, share } = me;
  const isKept = program.status === 'active' || program.status === 'not_started';
  return (
    <>
      <hgroup>
        <h2 class={isKept ? 'title' : ''} tabIndex={-1} autofocus>
          {program.offer.title}
        </h2>
        {isKept && <p>{program.offer.text}</p>}
      </hgroup>
      {share.rewarded && <ShareCard view={view} me={me} />}
    </>
  );
}

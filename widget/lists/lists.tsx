import type { Me } from '../../shared/contract/session.ts';
import { formatMoney } from '../../shared/money.ts';
import { Bones } from '../panel/skeleton.tsx';
import { Footer } from './footer.tsx';
import { FriendList } from './friend-list.tsx';
import type { ListsView } from './lists-view.ts';
import { RewardList } from './reward-list.tsx';

type ListsProps = { view: ListsView; me: Me };

/** What keeps rewards back comes first, then the rewards and what is still missing for the next one, then the friends. */
export function Lists({ view, me }: ListsProps) {
  return (
    <>
      <Terms view={view} me={me} />
      <RewardList view={view} me={me}>
        <Progress view={view} me={me} />
      </RewardList>
      {(me.share.rewarded || me.referrals[0]) && <FriendList view={view} friends={me.referrals} />}
      <Footer view={view} me={me} />
    </>
  );
}

function Terms({ view, me }: ListsProps) {
  const { terms, program } = me;
  if (!terms.required || terms.accepted) return null;
  const Block = view.terms();
  return Block ? <Block terms={terms} termsUrl={program.termsUrl} /> : <Bones names={['block']} />;
}

function Progress({ view, me: { progress } }: ListsProps) {
  if (!progress) return null;
  const { have, need, reward } = progress;
  return (
    <label class="progress">
      {view.words.progress(have, need, formatMoney(reward, view.locale))}
      <progress value={have} max={need} />
    </label>
  );
}

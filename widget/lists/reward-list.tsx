import type { ComponentChildren } from 'preact';
import type { Me } from '../../shared/contract/session.ts';
import { formatMoney } from '../../shared/money.ts';
import { Icon } from '../panel/icon.tsx';
import type { ListsView } from './lists-view.ts';
import { RewardItem } from './reward-item.tsx';

type RewardsProps = { view: ListsView; me: Me; children: ComponentChildren };

/** What the person has earned, on both sides of referrals. `children` is what stands between title and list. */
export function RewardList({ view, me, children }: RewardsProps) {
  const { words, locale } = view;
  const { count, amount } = me.stats.rewards;
  return (
    <section>
      <h3 id="rewards" tabIndex={-1}>
        {words.rewards}
        {count > 0 && <span>{formatMoney(amount, locale)}</span>}
      </h3>
      {children}
      {me.rewards.length ? (
        <ul>
          {me.rewards.map((reward) => (
            <RewardItem key={reward.id} view={view} reward={reward} />
          ))}
        </ul>
      ) : (
        <p class="empty">
          <Icon name="gift" />
          {words.noRewards}
        </p>
      )}
    </section>
  );
}

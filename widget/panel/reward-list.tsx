import type { Me } from '../../shared/contract/session.ts';
import { formatMoney } from '../../shared/money.ts';
import { Icon } from './icon.tsx';
import { RewardItem } from './reward-item.tsx';
import type { View } from './view.ts';

export function RewardList({ view, me }: { view: View; me: Me }) {
  const { texts, locale } = view;
  const { count, amount } = me.stats.rewards;
  return (
    <section>
      <h3>
        {texts.rewards}
        {count > 0 && <span>{formatMoney(amount, locale)}</span>}
      </h3>
      {me.rewards.length ? (
        <ul>
          {me.rewards.map((reward) => (
            <RewardItem key={reward.id} view={view} reward={reward} />
          ))}
        </ul>
      ) : (
        <p class="empty">
          <Icon name="gift" />
          {texts.noRewards}
        </p>
      )}
    </section>
  );
}

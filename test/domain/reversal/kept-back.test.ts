import { expect, test } from 'vitest';
import { toldOfReward } from '../../../server/domain/session/told-reason.ts';
import { claimState } from '../../../server/pages/claim-state.ts';
import { stateWords } from '../../../server/pages/state-words.ts';
import { delivery as deliveries } from '../../../shared/contract/fields.ts';
import { REWARD_STATUSES, type RewardStatus } from '../../../shared/contract/reward.ts';
import { ON_HOLD } from '../../../shared/on-hold.ts';
import { describeReward } from '../../../widget/lists/describe-reward.ts';
import { listTextsFor } from '../../../widget/lists/texts.ts';
import { CLAIM_PICTURES } from '../../screens/claim-pictures.ts';
import { NOW, sampleReward } from '../../storage/rows/open-rows.ts';

const CLAIM = {
  ...{ rewardId: 'rwd_x', pathMac: 'mac', sealedPath: 'path', sealedLink: null, sealedAnswer: null },
  ...{ windowAt: NOW, reveals: 0, createdAt: NOW },
};
const VIEW = {
  ...{ isReachable: true, isCorrectable: false, orderedAt: NOW },
  ...{ sentBy: null, deliveryStatus: null, tracking: null },
};
/** Where a reward can have the reason of a return. */
const RETURNED: ReadonlySet<RewardStatus> = new Set(['ordering', 'failed', 'withheld', 'cancelled']);
const texts = listTextsFor('en');

test('a gift card that is kept back is on hold in the widget if and only if it is on its claim page', () => {
  for (const status of REWARD_STATUSES)
    for (const delivery of deliveries.options)
      for (const reversedAt of [null, NOW])
        for (const reason of ['refunded', 'order_dead', 'order_delayed'] as const) {
          if (reason === 'refunded' && !(reversedAt && RETURNED.has(status))) continue;
          const reward = sampleReward({ status, delivery, reversedAt, reason });
          const told = { ...reward, since: '', nextStepAt: null, holdDays: null, claimable: false };
          const { chip } = describeReward({ ...told, reason: toldOfReward(reward) }, texts, 'en', NOW);
          const { kind } = claimState(reward, CLAIM, VIEW, NOW);
          expect(chip === 'kept', `${status} ${delivery} ${reversedAt} ${reason}`).toBe(kind === 'withheld');
        }
});

test('both say so in the same words, why, and who may mend it', async () => {
  const facts = CLAIM_PICTURES.find(({ state }) => state.kind === 'withheld')?.facts;
  if (!facts) throw new Error('There is no picture of a withheld gift card.');
  // A refund, a cancellation and a dispute alike.
  expect(ON_HOLD).toMatch(/returned, cancelled or disputed/);
  const { title, text } = stateWords({ kind: 'withheld' }, facts, '/c/x');
  expect(title.toLowerCase()).toContain(texts.chips.kept.toLowerCase());
  for (const words of [String(await text), texts.onHold]) {
    expect(words).toContain(ON_HOLD);
    expect(words).toMatch(/write to/i);
  }
});

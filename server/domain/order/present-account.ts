import type { Account as AccountAnswer, Funds } from '../../../shared/contract/account.ts';
import { toIso } from '../clock.ts';
import { type Account, standingOf } from './account.ts';
import { type AccountFunds, fundsLeft } from './funds.ts';
import type { Capabilities } from './gift-cards.ts';

/** `funds` is null where they are not this site's alone. */
export function presentAccount(
  account: Account,
  funds: AccountFunds[] | null,
  provider: Capabilities,
): AccountAnswer {
  const status = standingOf(account);
  const nextTryAt = { open: null, stopped: null, unreachable: account.tryAt, parked: account.probeAt }[
    status
  ];
  return {
    id: account.id,
    status,
    unreachableSince: account.unreachableAt === null ? null : toIso(account.unreachableAt),
    nextTryAt: nextTryAt === null ? null : toIso(nextTryAt),
    provider,
    funds: funds?.map(presentFunds) ?? null,
  };
}

function presentFunds(funds: AccountFunds): Funds {
  const { currency, toppedUp, charged, faceValue } = funds;
  const left = fundsLeft(funds);
  return {
    left: left === null ? null : { amount: left, currency },
    toppedUp: { amount: toppedUp, currency },
    charged: { amount: charged, currency },
    faceValue: { amount: faceValue, currency },
    feesAndDiscounts: { amount: charged - faceValue, currency },
  };
}

import type { Account as AccountAnswer, Funds } from '../../../shared/contract/account.ts';
import { toIso } from '../clock.ts';
import { type Account, standingOf } from './account.ts';
import { type AccountFunds, fundsLeft, isLow } from './funds.ts';

/**
 * An account as a site may know it. Where it serves other sites too, its sums would tell of their business, and all that
 * is told is whether funds run low.
 */
export function presentAccount(
  account: Account,
  { funds, isShared }: { funds: AccountFunds[]; isShared: boolean },
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
    funding: fundingOf(funds),
    funds: isShared ? null : funds.map(presentFunds),
  };
}

/** Null until anybody told of a top-up: spending alone estimates nothing. */
function fundingOf(funds: AccountFunds[]): AccountAnswer['funding'] {
  const estimated = funds.filter((each) => fundsLeft(each) !== null);
  if (estimated.length === 0) return null;
  return estimated.some(isLow) ? 'low' : 'enough';
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

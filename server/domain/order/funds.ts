/** One booking of an account: apart from every budget, which counts face values. Append-only. */
export type AccountEntry = {
  id: string;
  accountId: string;
  kind: 'top_up' | 'charge' | 'write_off';
  /** What was paid in, or what the order cost, in minor units. */
  amount: number;
  /** Of what was spent: what the cards are worth. The rest of the amount is fee, or discount where it is less. */
  faceValue: number | null;
  currency: string;
  orderId: string | null;
  /** Of a top-up: the id that its teller gave it. */
  topUpId: string | null;
  /** Of a write-off: the number of the order that no reward came for. */
  poNumber: string | null;
  createdAt: number;
};

/** What is known of an account's money in one currency, in minor units. */
export type AccountFunds = {
  accountId: string;
  currency: string;
  toppedUp: number;
  charged: number;
  /** What the charged cards are worth. */
  faceValue: number;
  /** What had been charged before anybody told of a top-up. */
  chargedBefore: number;
  /** What was left right after the last top-up. */
  filledTo: number;
};

export interface FundsRows {
  ofAccount(accountId: string): Promise<AccountFunds[]>;
  /** Books what an order cost, a written-off one too, and resolves to the funds after it; null when it was booked before. */
  charge(entry: AccountEntry): Promise<AccountFunds | null>;
  /** Null when this top-up was told before. */
  topUp(entry: AccountEntry): Promise<AccountFunds | null>;
  findTopUp(accountId: string, topUpId: string): Promise<AccountEntry | undefined>;
  /** False when operators were told since the last top-up. */
  tellLow(accountId: string, currency: string, now: number): Promise<boolean>;
}

/** What the account should still have, in minor units; null where nobody told of a top-up. Can be negative: it is an estimate. */
export function fundsLeft({ toppedUp, charged, chargedBefore }: AccountFunds): number | null {
  return toppedUp === 0 ? null : toppedUp - (charged - chargedBefore);
}

const LOW_PART = 5;

/** Whether under a fifth is left of what the last top-up filled the account to; never where nobody told of one. */
export function isLow(funds: AccountFunds): boolean {
  const left = fundsLeft(funds);
  return left !== null && left * LOW_PART < funds.filledTo;
}

import { type TopUpRequest, topUpRequest } from '../../shared/contract/account.ts';
import { formatMoney, fromDecimal } from '../../shared/money.ts';
import { valid } from '../config/valid.ts';
import { topUpByOperator } from '../domain/order/top-up.ts';
import type { Call, Command } from './command.ts';
import { inSentences } from './in-sentences.ts';
import { withGoodturn } from './with-goodturn.ts';

/**
 * `goodturn topup ACCOUNT …`: notes what was paid into an upstream account, which has no balance to ask for. Unlike the
 * API also of one that several sites share: whoever has the database keeps the books of all of them.
 */
export const topup: Command = {
  name: 'topup',
  usage: 'ACCOUNT --amount 5000.00 --currency USD --id ID --reason TEXT',
  summary: 'Note what was paid into an upstream account; the same --id again counts once',
  options: ['amount', 'currency', 'id', 'reason'],
  arity: 1,
  run(call) {
    const request = requestOf(call);
    return withGoodturn(call, { declares: false }, async (deps) => {
      const [accountId = ''] = call.args;
      const isNew = await inSentences(() => topUpByOperator(deps, { accountId, request, actor: 'cli' }));
      const amount = formatMoney(request.amount);
      call.terminal.say(
        isNew
          ? `${amount} is noted for the account ${accountId}.`
          : `${amount} was noted before under this id.`,
      );
      return 0;
    });
  },
};

function requestOf({ options }: Call): TopUpRequest {
  const { amount = '', currency = '', id, reason } = options;
  const isCurrency = /^[A-Z]{3}$/.test(currency);
  const told = {
    topUpId: id ?? '',
    amount: { amount: isCurrency ? fromDecimal(amount, currency) : 1, currency },
    reason: reason ?? '',
  };
  return valid(topUpRequest, told, ({ path, message }) => FAULTS[path] ?? `${path} ${message}.`);
}

/** The request's fields as the command calls them. */
const FAULTS: Readonly<Record<string, string>> = {
  topUpId: 'Name the payment: --id, such as wire_2026_11.',
  'amount.amount': 'Say how much was paid in: --amount, such as 5000.00.',
  'amount.currency': 'Say in which currency: --currency, such as USD.',
  reason: 'Say why, in your own words: --reason.',
};

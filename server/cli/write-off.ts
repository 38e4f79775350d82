import { formatMoney } from '../../shared/money.ts';
import { ConfigError } from '../config/faults.ts';
import type { Deps } from '../deps.ts';
import { readPoNumber } from '../domain/order/po-number.ts';
import { costOfNumber, type NumberCost } from '../domain/reconciliation/cost-of-number.ts';
import { CannotCompare } from '../domain/reconciliation/paced-upstream.ts';
import { noticeRestore } from '../domain/restore/notice-restore.ts';
import { writeOffOrphan } from '../domain/restore/write-off.ts';
import type { Command } from './command.ts';
import { inSentences } from './in-sentences.ts';
import { withGoodturn } from './with-goodturn.ts';

/** `goodturn write-off NUMBER`: gives up an order that the upstream has and whose event nobody tells again. */
export const writeOff: Command = {
  name: 'write-off',
  usage: 'NUMBER --reason TEXT',
  summary:
    'Book an order that the upstream has and no reward will come for as a cost of its account; reconcile is quiet about it then',
  options: ['reason'],
  arity: 1,
  run(call) {
    const [poNumber = ''] = call.args;
    const words = call.options['reason']?.trim();
    if (!readPoNumber(poNumber)) throw new ConfigError([`${poNumber} is no order number of Goodturn's.`]);
    if (!words) throw new ConfigError(['Say why, in your own words: --reason.']);
    return withGoodturn(call, { declares: false }, async (deps) => {
      // Before anything takes a turn of an account, by which a restore is noticed.
      await noticeRestore(deps);
      const { accountId, cost, faceValue } = await inSentences(() => find(deps, poNumber));
      const given = { poNumber, accountId, cost, faceValue, actor: 'cli', words };
      const isNew = await inSentences(() => writeOffOrphan(deps, given));
      call.terminal.say(
        isNew
          ? `${poNumber} is written off: ${formatMoney(cost)} in the books of ${accountId}.`
          : `${poNumber} was written off before.`,
      );
      return 0;
    });
  },
};

/** The account in whose list the upstream shows it, with what it cost. */
async function find(deps: Deps, poNumber: string): Promise<NumberCost & { accountId: string }> {
  const { store, accountOf } = deps;
  const [kept] = await store.read.orphans.among([poNumber]);
  const accounts = kept ? [{ id: kept.accountId }] : await store.read.accounts.all();
  try {
    for (const { id } of accounts) {
      const account = await accountOf(id);
      const found = account && (await costOfNumber(deps, account, poNumber));
      if (found) return { ...found, accountId: id };
    }
  } catch (error) {
    if (!(error instanceof CannotCompare)) throw error;
    throw new ConfigError([error.message]);
  }
  throw new ConfigError([`The upstream lists no order with the number ${poNumber}.`]);
}

import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { OrderFilter, OrderRows } from '../../domain/order/order.ts';
import type { Tables } from '../tables.ts';
import { toOrder } from './order-row.ts';

/** Orders as people ask for them: as lists, as counts, and those that wait too long. Nothing here changes one. */
export function orderLists(db: Kysely<Tables>): Pick<OrderRows, 'list' | 'counts' | 'stuck'> {
  const all = () => db.selectFrom('order').selectAll();
  return {
    async list({ before, limit, ...filter }) {
      let query = all().where(matches(filter));
      if (before !== null) query = query.where('id', '<', before);
      return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toOrder);
    },

    async counts(filter) {
      return db
        .selectFrom('order')
        .select(['status', sql<number>`count(*)`.as('count')])
        .where(matches(filter))
        .groupBy('status')
        .orderBy('status')
        .execute();
    },

    async stuck({ createdBefore, toldBefore, limit }) {
      const rows = await all()
        .where((where) => where.or([where('dueAt', 'is not', null), where('status', '=', 'parked')]))
        .where('createdAt', '<=', createdBefore)
        .where((where) => where.or([where('warnedAt', 'is', null), where('warnedAt', '<=', toldBefore)]))
        .orderBy('createdAt')
        .limit(limit)
        .execute();
      return rows.map(toOrder);
    },
  };
}

/** What belongs to a program or a person is known by the order's reward. */
function matches({ siteId, status, rewardId, createdFrom, createdTo, ...ofReward }: OrderFilter) {
  return (where: ExpressionBuilder<Tables, 'order'>) => {
    const conditions = [where('siteId', '=', siteId)];
    if (status !== undefined) conditions.push(where('status', '=', status));
    if (rewardId !== undefined) conditions.push(where('rewardId', '=', rewardId));
    if (createdFrom !== undefined) conditions.push(where('createdAt', '>=', createdFrom));
    if (createdTo !== undefined) conditions.push(where('createdAt', '<', createdTo));
    for (const column of ['programId', 'participantId'] as const) {
      const wanted = ofReward[column];
      if (wanted === undefined) continue;
      const reward = where.selectFrom('reward').select('reward.id').where(column, '=', wanted);
      conditions.push(where('rewardId', 'in', reward));
    }
    return where.and(conditions);
  };
}

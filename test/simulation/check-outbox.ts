import type { ReadRows } from './read-rows.ts';
import type { SimulatedReceiver } from './receiver.ts';

export type DeliveryRow = { messageId: string; status: string; dueAt: number | null };

/** What must be told has a type of its own for each state; other states are nobody's business. */
const OWED = `
  select 'reward.' || status || ' ' || "subjectId" as what from audit
    where subject = 'reward' and status in ('issued', 'failed', 'withheld')
  union all select 'account.parked ' || "subjectId" from audit where subject = 'account' and status = 'parked'
  union all select 'batch.completed ' || "batchId" from batch where status = 'completed'`;
const TOLD = `
  select type || ' ' || coalesce(data ->> 'rewardId', data ->> 'batchId', data ->> 'accountId') as what
    from "webhookMessage" where type <> 'budget.low' and "siteId" = 'acme'`;

/** I8 after each step: told exactly as often as it happened, and delivered is what the site really took. */
export function outboxFaults(
  read: ReadRows,
  deliveries: DeliveryRow[],
  receiver: SimulatedReceiver,
): string[] {
  const faults = read<{ what: string; times: number }>(
    `select what, sum(times) as times from (
       select what, 1 as times from (${OWED}) union all select what, -1 from (${TOLD})
     ) group by what having sum(times) <> 0`,
  ).map(({ what, times }) =>
    times > 0 ? `I8: ${what} happened and is not told` : `I8: ${what} is told once too often`,
  );
  for (const { messageId, status } of deliveries) {
    if (status === 'delivered' && !receiver.taken.has(messageId))
      faults.push(`I8: ${messageId} counts as delivered and did not arrive`);
  }
  return faults;
}

/** Once everything is calm: all that was told has arrived. */
export function undelivered(read: ReadRows, { taken }: SimulatedReceiver): string[] {
  const messages = read<{ id: string }>(
    `select message.id from "webhookMessage" message
     join "webhookDelivery" delivery on delivery."messageId" = message.id
     join "webhookEndpoint" endpoint on endpoint.id = delivery."endpointId" where endpoint.status = 'active'`,
  );
  return messages.filter(({ id }) => !taken.has(id)).map(({ id }) => `I8: ${id} never arrived`);
}

import type { Migration } from '../migrate.ts';

/** How far the card of an order has come that is mailed or posted; null for a link, which is handed over here. */
const statements = [
  `alter table "order" add column "deliveryStatus" text check ("deliveryStatus" in ('preparing', 'sent', 'delivered'))`,
  // When the upstream is asked next about a card in the post.
  `alter table "order" add column "followAt" bigint`,
  `update "order" set "deliveryStatus" = case when status = 'completed' then 'sent' else 'preparing' end where type <> 'Links'`,
  `update "order" set "followAt" = "completedAt" where type = 'PhysicalShipment' and status = 'completed'`,
  `create index order_to_follow on "order" ("followAt") where "followAt" is not null`,
];

export const deliveryStatus: Migration = {
  version: 15,
  name: 'delivery status',
  statements: { sqlite: statements, postgres: statements },
};

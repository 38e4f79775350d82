import type { Migration } from '../migrate.ts';

const shared = [
  // The hashes of a click under the key of the day before it, so that limits by device and network see over midnight.
  `alter table click add column "earlierNetworkMac" text`,
  `alter table click add column "earlierDeviceMac" text`,
  `create index click_earlier_to_forget on click ("createdAt") where "earlierDeviceMac" is not null`,
];

export const earlierDay: Migration = {
  version: 14,
  name: 'earlier-day',
  statements: { sqlite: shared, postgres: shared },
};

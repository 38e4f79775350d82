import type { Migration } from '../migrate.ts';
import { start } from './0001-start.ts';
import { programs } from './0002-programs.ts';
import { arrivals } from './0003-arrivals.ts';
import { sealing } from './0004-sealing.ts';
import { delivery } from './0005-delivery.ts';
import { takenUp } from './0006-taken-up.ts';
import { webhooks } from './0007-webhooks.ts';
import { upstreamFaults } from './0008-upstream-faults.ts';
import { truth } from './0009-truth.ts';
import { reissue } from './0010-reissue.ts';
import { batches } from './0011-batches.ts';
import { correctedAddress } from './0012-corrected-address.ts';
import { writeOff } from './0013-write-off.ts';
import { earlierDay } from './0014-earlier-day.ts';
import { deliveryStatus } from './0015-delivery-status.ts';
import { searches } from './0016-searches.ts';

/** In order, never changed once released: a new need is a new migration. */
export const MIGRATIONS: readonly Migration[] = [
  start,
  programs,
  arrivals,
  sealing,
  delivery,
  takenUp,
  webhooks,
  upstreamFaults,
  truth,
  reissue,
  batches,
  correctedAddress,
  writeOff,
  earlierDay,
  deliveryStatus,
  searches,
];

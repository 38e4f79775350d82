import { expect, test } from 'vitest';
import { classifyStatus } from '../../server/upstream/classify-answer.ts';

test.each([
  ['done', [200, 201, 202, 204]],
  ['refused', [400, 405, 410, 413, 415, 418, 451]],
  ['missing', [404]],
  ['conflict', [409]],
  ['no_funds', [402, 422]],
  ['disabled', [401, 403]],
  ['slowed', [429]],
  ['unknown', [0, 300, 301, 302, 303, 307, 308, 408, 425, 500, 501, 502, 503, 504, 520, 599]],
])('%s is what %j means', (meaning, statuses) => {
  for (const status of statuses) expect([status, classifyStatus(status)]).toEqual([status, meaning]);
});

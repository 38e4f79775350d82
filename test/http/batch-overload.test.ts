import { describe, expect, test } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { LostRace } from '../../server/domain/lost-race.ts';
import { Unavailable } from '../../server/domain/unavailable.ts';
import { SECRETS } from '../support/acme.ts';
import { startHarness } from '../support/harness.ts';
import { emptyWidgetFolder } from '../support/widget-folder.ts';
import { purchase } from './support/people.ts';

describe('events that the database cannot take now', async () => {
  const goodturn = await startHarness('sqlite');

  async function tellWhile(failure: Error, body: unknown): Promise<Response> {
    const store = { ...goodturn.deps.store, write: () => Promise.reject(failure) };
    const app = buildApp({ ...goodturn.deps, store }, { widgetFolder: await emptyWidgetFolder() });
    return app.request('/v1/events', {
      method: 'POST',
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
      body: JSON.stringify(body),
    });
  }

  test.each([new Unavailable('disk full'), new LostRace('somebody was faster')])(
    'are 503 `overloaded` alone and within an array: %s',
    async (failure) => {
      const alone = await tellWhile(failure, purchase());
      expect(alone.status).toBe(503);
      const problem = await alone.json();
      const { data } = await (await tellWhile(failure, [purchase(), purchase()])).json();
      expect(data).toHaveLength(2);
      for (const item of data) {
        expect(item.status).toBe(503);
        expect({ ...item.problem, requestId: '' }).toEqual({ ...problem, requestId: '' });
      }
    },
  );
});

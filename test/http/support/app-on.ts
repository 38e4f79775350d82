import { buildApp } from '../../../server/app.ts';
import type { Rows, Store } from '../../../server/domain/store.ts';
import { SECRETS } from '../../support/acme.ts';
import type { Harness } from '../../support/harness.ts';
import { emptyWidgetFolder } from '../../support/widget-folder.ts';

/** Tells an event to the same server over rows that a test has changed. */
export async function tellOver(
  { deps }: Pick<Harness, 'deps'>,
  change: (rows: Rows) => Partial<Rows>,
): Promise<(event: object) => Promise<Response>> {
  const store: Store = {
    ...deps.store,
    write: (name, work) => deps.store.write(name, (rows) => work({ ...rowsOf(rows), ...change(rows) })),
  };
  const app = buildApp({ ...deps, store }, { widgetFolder: await emptyWidgetFolder() });
  return async (event) =>
    app.request('/v1/events', {
      method: 'POST',
      body: JSON.stringify(event),
      headers: { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` },
    });
}

/** All rows as plain members: those of a store are made when they are asked for. */
function rowsOf(rows: Rows): Rows {
  const names = Object.keys(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(rows)));
  const entries = names
    .filter((name) => name !== 'constructor')
    .map((name) => [name, rows[name as keyof Rows]]);
  return Object.fromEntries(entries);
}

import { Client } from 'pg';
import { until } from '../jobs/worker-on.ts';

/**
 * Makes a race on PostgreSQL end the same way each time: holds the locks that `statement` takes while the runners
 * start one after the other, each going as far as it can, and lets go when every one stands in line or is done.
 */
export async function standstill<Runners extends (() => Promise<unknown>)[]>(
  databaseUrl: string,
  statement: string,
  ...runners: Runners
): Promise<void> {
  const holder = await connect(databaseUrl);
  // Within a transaction PostgreSQL shows the same sessions for ever: runners that connect later would never be seen.
  const watcher = await connect(databaseUrl);
  await holder.query('begin');
  await holder.query(statement);
  const running: Promise<unknown>[] = [];
  let done = 0;
  for (const run of runners) {
    running.push(
      run().finally(() => {
        done += 1;
      }),
    );
    await until(async () => (await inLine(watcher)) + done === running.length);
  }
  await holder.query('rollback');
  await Promise.all([holder.end(), watcher.end(), ...running]);
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

async function inLine(client: Client): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0].waiting;
}

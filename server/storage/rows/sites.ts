import { type Kysely, sql } from 'kysely';
import type { SiteRows } from '../../domain/site/site-rows.ts';
import type { Tables } from '../tables.ts';

/** Sites, programs and keys as applied. `bumpRevision` is what tells every process to read them anew. */
export function siteRows(db: Kysely<Tables>): SiteRows {
  return {
    ...installationRows(db),

    async sites() {
      const rows = await db.selectFrom('site').selectAll().execute();
      return rows.map((row) => ({
        ...row,
        origins: JSON.parse(row.origins),
        sealedIdentitySecrets: JSON.parse(row.sealedIdentitySecrets),
      }));
    },

    async programs() {
      const rows = await db.selectFrom('program').selectAll().orderBy('id').execute();
      return rows.map((row) => ({ ...row, live: JSON.parse(row.live) }));
    },

    async program(programId) {
      const row = await db.selectFrom('program').selectAll().where('id', '=', programId).executeTakeFirst();
      return row && { ...row, live: JSON.parse(row.live) };
    },

    async versions() {
      const rows = await db.selectFrom('programVersion').selectAll().execute();
      return rows.map((row) => ({ ...row, frozen: JSON.parse(row.frozen) }));
    },

    async version(programId, version) {
      const row = await db
        .selectFrom('programVersion')
        .selectAll()
        .where('programId', '=', programId)
        .where('version', '=', version)
        .executeTakeFirst();
      return row && { ...row, frozen: JSON.parse(row.frozen) };
    },

    async secretKeys() {
      const rows = await db.selectFrom('secretKey').selectAll().execute();
      return rows.map((row) => ({ ...row, scopes: JSON.parse(row.scopes) }));
    },

    async putSite({ id, ...site }) {
      const row = {
        ...site,
        origins: JSON.stringify(site.origins),
        sealedIdentitySecrets: JSON.stringify(site.sealedIdentitySecrets),
      };
      await db
        .insertInto('site')
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },

    async putSecretKeys(siteId, keys) {
      await db.deleteFrom('secretKey').where('siteId', '=', siteId).execute();
      if (keys.length === 0) return;
      const rows = keys.map((key) => ({ ...key, scopes: JSON.stringify(key.scopes) }));
      await db.insertInto('secretKey').values(rows).execute();
    },

    async putProgram({ id, siteId, version, managedBy, live }) {
      const row = { version, managedBy, live: JSON.stringify(live) };
      await db
        .insertInto('program')
        .values({ id, siteId, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },

    async addVersion({ frozen, ...version }) {
      await db
        .insertInto('programVersion')
        .values({ ...version, frozen: JSON.stringify(frozen) })
        .execute();
    },
  };
}

function installationRows(
  db: Kysely<Tables>,
): Pick<SiteRows, 'installation' | 'install' | 'lock' | 'bumpRevision' | 'setClockAhead'> {
  return {
    async installation() {
      return db
        .selectFrom('installation')
        .select(['epoch', 'revision', 'clockAheadMs'])
        .executeTakeFirstOrThrow();
    },

    async install(epoch) {
      await db
        .insertInto('installation')
        .values({ id: 1, epoch, formerEpochs: '', revision: 0, clockAheadMs: 0 })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async lock() {
      await db.updateTable('installation').set({ id: 1 }).execute();
    },

    async bumpRevision() {
      await db.updateTable('installation').set({ revision: sql`revision + 1` }).execute();
    },

    async setClockAhead(ms) {
      await db.updateTable('installation').set({ clockAheadMs: ms }).execute();
    },
  };
}

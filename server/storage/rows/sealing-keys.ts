import { type Kysely, sql } from 'kysely';
import type { SealedValueRows, SealingKeyRows } from '../../domain/sealing/sealing-key.ts';
import { SEALED_COLUMNS, type SealedColumn } from '../sealed-columns.ts';
import type { Tables } from '../tables.ts';

/** A unique index lets only one key seal: of two first starts and of two rotations at once, one wins. */
export function sealingKeyRows(db: Kysely<Tables>): SealingKeyRows {
  return {
    async all() {
      return db.selectFrom('sealingKey').selectAll().orderBy('createdAt').orderBy('id').execute();
    },

    async install(key) {
      await db
        .insertInto('sealingKey')
        .values(key)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async takeOver(key) {
      await db
        .updateTable('sealingKey')
        .set({ retiredAt: key.createdAt })
        .where('retiredAt', 'is', null)
        .execute();
      // A rotation that is taken back halfway finds the key among those that were retired.
      await db
        .insertInto('sealingKey')
        .values(key)
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ retiredAt: null }))
        .execute();
    },

    async removeRetired() {
      await db.deleteFrom('sealingKey').where('retiredAt', 'is not', null).execute();
    },
  };
}

/** Sealed values, found by the id of their key, which stands in them between dots; base64url has none. */
export function sealedValueRows(db: Kysely<Tables>): SealedValueRows {
  return {
    columns: () => SEALED_COLUMNS.map(nameOf),

    async count(name, keyId) {
      const { table, column } = columnOf(name);
      const counted = sql<{ found: number }>`
        select count(*) as found from ${sql.table(table)} where ${sql.ref(column)} like ${under(keyId)}`;
      return (await counted.execute(db)).rows[0]?.found ?? 0;
    },

    async page(name, keyId, after, limit) {
      const { table, column, id, siteId, field, isList = false } = columnOf(name);
      const { rows } = await sql<{ id: string; text: string; siteId: string }>`
        select ${sql.ref(id)} as id, ${sql.ref(column)} as text, ${sql.raw(siteId)} as "siteId"
        from ${sql.table(table)}
        where ${sql.ref(id)} > ${after} and ${sql.ref(column)} like ${under(keyId)}
        order by ${sql.ref(id)} limit ${limit}`.execute(db);
      return rows.map((row) => ({
        column: name,
        id: row.id,
        text: row.text,
        isList,
        context: { siteId: row.siteId, ownerId: row.id, field },
      }));
    },

    async replace(value, text) {
      const { table, column, id } = columnOf(value.column);
      const { rows } = await sql`
        update ${sql.table(table)} set ${sql.ref(column)} = ${text}
        where ${sql.ref(id)} = ${value.id} and ${sql.ref(column)} = ${value.text}
        returning ${sql.ref(id)}`.execute(db);
      return rows.length > 0;
    },
  };
}

function under(keyId: string): string {
  return `%.${keyId}.%`;
}

function nameOf({ table, column }: SealedColumn): string {
  return `${table}.${column}`;
}

function columnOf(name: string): SealedColumn {
  const found = SEALED_COLUMNS.find((each) => nameOf(each) === name);
  if (!found) throw new Error(`${name} holds no sealed values.`);
  return found;
}

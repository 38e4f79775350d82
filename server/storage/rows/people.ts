import { type Kysely, sql } from 'kysely';
import type { PersonKey, PersonRows } from '../../domain/person/person.ts';
import { type Db, type Places, statement } from '../statement.ts';
import type { Tables } from '../tables.ts';
import { erasePerson } from './erase-person.ts';
import { rowsAbout } from './rows-about.ts';

const findBuried = statement((db: Db, { siteId, mac }: Places<{ siteId: string; mac: string }>) =>
  db.selectFrom('erasedPerson').selectAll().where('siteId', '=', siteId).where('mac', '=', mac),
);

/** All that is kept about one person, over all tables. `erasedPerson` is asked with every event. */
export function personRows(db: Kysely<Tables>): PersonRows {
  return {
    about: (person) => rowsAbout(db, person),
    erase: (person, pseudonym, now) => erasePerson(db, person, pseudonym, now),

    async viewers({ participantId }) {
      const referrals = db.selectFrom('referral').where('friendId', '=', participantId);
      return referrals.select(['programId', 'referrerId as participantId']).execute();
    },

    async answers(person) {
      return db
        .selectFrom('event')
        .select(['id', sql<string>`answer`.as('json')])
        .where('siteId', '=', person.siteId)
        .where('customerId', 'in', customersAround(db, person))
        .where('answer', 'is not', null)
        .execute();
    },

    async putAnswers(answers) {
      for (const { id, json } of answers) {
        await db.updateTable('event').set({ answer: json }).where('id', '=', id).execute();
      }
    },

    async checks({ siteId, participantId, externalId }) {
      const events = db.selectFrom('event').select('id').where('siteId', '=', siteId);
      const own = events.where('customerId', '=', externalId);
      const ofFriends = events.where('customerId', 'in', friendsOf(db, participantId));
      const referrals = db.selectFrom('referral').select('id').where('referrerId', '=', participantId);
      const decisions = db.selectFrom('decision').select(['id', 'checks as json']);
      return decisions
        .where('eventRowId', 'in', own)
        .union(decisions.where('eventRowId', 'in', ofFriends).where('referralId', 'in', referrals))
        .execute();
    },

    async putChecks(checks) {
      for (const { id, json } of checks) {
        await db.updateTable('decision').set({ checks: json }).where('id', '=', id).execute();
      }
    },

    async bury(person) {
      const insert = db.insertInto('erasedPerson').values(person);
      await insert.onConflict((conflict) => conflict.doNothing()).execute();
    },

    async buried(siteId, mac) {
      const [row] = await findBuried(db, { siteId, mac });
      return row;
    },
  };
}

/** The site's ids of the friends whom somebody referred. */
function friendsOf(db: Kysely<Tables>, participantId: string) {
  return db
    .selectFrom('participant')
    .select('externalId')
    .where('id', 'in', (referred) =>
      referred.selectFrom('referral').select('friendId').where('referrerId', '=', participantId),
    );
}

/** The person's own id with those of their friends: whose events can speak of the person. */
function customersAround(db: Kysely<Tables>, { participantId }: PersonKey) {
  const own = db.selectFrom('participant').select('externalId').where('id', '=', participantId);
  return own.union(friendsOf(db, participantId));
}

import { type Kysely, sql } from 'kysely';
import type { QuestionRows } from '../../domain/question/question.ts';
import type { Tables } from '../tables.ts';

/** Counts of questions: decided in the statement that counts, so that questions at one moment count one by one. */
export function questionRows(db: Kysely<Tables>): QuestionRows {
  return {
    async count(who, { now, lengthMs, limit }) {
      const isOver = sql<boolean>`question."windowAt" <= ${now - lengthMs}`;
      const row = await db
        .insertInto('question')
        .values({ ...who, windowAt: now, asked: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['participantId', 'programId'])
            .doUpdateSet({
              windowAt: sql<number>`case when ${isOver} then ${now} else question."windowAt" end`,
              asked: sql<number>`case when ${isOver} then 1 else question.asked + 1 end`,
            })
            .where(sql<boolean>`(${isOver} or question.asked < ${limit})`),
        )
        .returning('asked')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

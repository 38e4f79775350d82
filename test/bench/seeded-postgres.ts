import type { Pin } from './placement.ts';
import type { SeededDatabase } from './seeded-database.ts';

export async function seededPostgres(_pin: Pin): Promise<SeededDatabase> {
  throw new Error('not yet');
}

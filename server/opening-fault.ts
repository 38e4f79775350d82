import { ConfigError } from './config/faults.ts';
import { SealBroken } from './domain/claim/sealer.ts';
import { DomainError } from './domain/errors.ts';
import { SealingKeyMissing } from './domain/sealing/open-sealing.ts';
import { errorCode } from './storage/error-code.ts';
import { NewerSchema } from './storage/migrate.ts';
import { isConnectionLoss } from './storage/postgres/failures.ts';
import { UnsafeDurability } from './storage/unsafe-durability.ts';

/**
 * Codes of the system (`ECONNREFUSED`), of SQLite (`SQLITE_CANTOPEN`) and of PostgreSQL (`28P01`). Not those of a
 * constraint (PostgreSQL's class 23): a database that refuses a row works, and the fault is ours.
 */
const DATABASE_CODE = /^(E[A-Z]+|SQLITE_(?!CONSTRAINT)[A-Z_]+|(?!23)[0-9A-Z]{5})$/;

/**
 * What was thrown while everything was opened, as a sentence for the operator where the operator can mend it: a database
 * that is not there, not reachable, not safe, too new or sealed with another secret, sites that collide. Other errors are
 * faults and come back as they are.
 */
export function openingFault(error: unknown): unknown {
  if (error instanceof UnsafeDurability || error instanceof NewerSchema) {
    return new ConfigError([error.message]);
  }
  if (error instanceof SealingKeyMissing) return new ConfigError([missingKey(error)]);
  if (error instanceof SealBroken) {
    return new ConfigError(['GOODTURN_SECRET is not the one that this database was sealed with.']);
  }
  if (error instanceof DomainError) return new ConfigError([error.detail]);
  if (!(error instanceof Error)) return error;
  const code = errorCode(error) ?? '';
  if (!DATABASE_CODE.test(code) && !isConnectionLoss(error)) return error;
  // No driver repeats the password. An attempt on several addresses at once has a code but no message.
  return new ConfigError([`DATABASE_URL names a database that cannot be used: ${error.message || code}.`]);
}

function missingKey({ missing, keyId }: SealingKeyMissing): string {
  switch (missing) {
    case 'every':
      return 'GOODTURN_SECRET is not the one that this database was sealed with; to replace that one, name it in GOODTURN_SECRET_PREVIOUS.';
    case 'sealing':
      return `GOODTURN_SECRET is not the one that this database is sealed with now: its sealing key has the id ${keyId}.`;
    case 'retired':
      return `GOODTURN_SECRET_PREVIOUS must name the secret of before until "goodturn keys rotate" has ended: values are still sealed with its key ${keyId}.`;
  }
}

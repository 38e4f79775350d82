import { describe, expect, test } from 'vitest';
import { ConfigError } from '../server/config/faults.ts';
import { openingFault } from '../server/opening-fault.ts';

function driverError(code: string): Error {
  return Object.assign(new Error(`the driver says ${code}`), { code });
}

describe('what was thrown while the server opened', () => {
  test.each(['ECONNREFUSED', 'SQLITE_CANTOPEN', 'SQLITE_NOTADB', '28P01', '3D000'])(
    '%s is a database that the operator named wrongly',
    (code) => {
      const fault = openingFault(driverError(code));
      expect(fault).toBeInstanceOf(ConfigError);
      expect(fault).toHaveProperty(
        'message',
        `DATABASE_URL names a database that cannot be used: the driver says ${code}.`,
      );
    },
  );

  test.each(['SQLITE_CONSTRAINT', 'SQLITE_CONSTRAINT_UNIQUE', '23505', '23514', '23503'])(
    '%s is a row that was refused by a database that works, and stays a fault',
    (code) => {
      const error = driverError(code);
      expect(openingFault(error)).toBe(error);
    },
  );
});

import pg from 'pg';

const { builtins } = pg.types;

/**
 * Makes PostgreSQL return the JavaScript types that SQLite returns: counts, sums and bigint columns as numbers,
 * truth as 0 or 1, JSON as its text. Throws where a number would lose digits.
 */
export function resultTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(builtins.INT8, toNumber);
  types.setTypeParser(builtins.NUMERIC, toNumber);
  types.setTypeParser(builtins.BOOL, (text) => (text === 't' ? 1 : 0));
  types.setTypeParser(builtins.JSON, (text) => text);
  types.setTypeParser(builtins.JSONB, (text) => text);
  return types;
}

function toNumber(text: string): number {
  const value = Number(text);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new RangeError(`The database holds ${text}, which a JavaScript number can't represent exactly.`);
  }
  return value;
}

/**
 * A unique index or a CHECK decided against us: somebody else was faster. Thrown inside a write, it undoes the
 * write, and the whole write is run again on what now stands. What must survive the rerun (ids, the clock's
 * reading) is therefore made before the write and passed in.
 */
export class LostRace extends Error {
  override name = 'LostRace';
}

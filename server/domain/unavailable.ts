/**
 * The database could not take a write or be read, through no fault of whoever asked: disk full, lock held too long,
 * connection lost. The same write may be sent again; `cause` says what happened. When the connection broke while COMMIT was
 * on its way, nobody knows whether the write stands, so only what is idempotent may be repeated.
 */
export class Unavailable extends Error {
  override name = 'Unavailable';
}

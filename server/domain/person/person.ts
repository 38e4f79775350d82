/** Whom an export or an erasure is about: a participant, and the customer whom the site knows by the same id. */
export type PersonKey = {
  siteId: string;
  participantId: string;
  externalId: string;
  /** Keyed hashes under which the site may have listed them as an earlier customer. */
  customerMacs: string[];
};

/** Somebody who was erased: `mac` is the keyed hash of the id by which the site knew them. */
export type ErasedPerson = { siteId: string; mac: string; participantId: string; erasedAt: number };

/** JSON text in one row that an erasure has to clean. */
export type Cleanable = { id: string; json: string };

/** Everything that is stored about one person, for export and erasure. */
export interface PersonRows {
  /** Every row about the person, by table, with all of its columns. */
  about(person: PersonKey): Promise<Record<string, Record<string, unknown>[]>>;
  /** Programs in which the person is somebody's friend, with that somebody. */
  viewers(person: PersonKey): Promise<{ programId: string; participantId: string }[]>;
  /** The stored answers of the person's own events, and of the events of friends whom they referred. */
  answers(person: PersonKey): Promise<Cleanable[]>;
  putAnswers(answers: Cleanable[]): Promise<void>;
  /** The checks of decisions about the person. */
  checks(person: PersonKey): Promise<Cleanable[]>;
  putChecks(checks: Cleanable[]): Promise<void>;
  /** Removes or replaces every `erased` column of the person's rows (`COLUMN_LABELS`); they are `pseudonym` from now on. */
  erase(person: PersonKey, pseudonym: string, now: number): Promise<void>;
  /** Keeps the person from coming back. */
  bury(person: ErasedPerson): Promise<void>;
  /** Who was erased under the keyed hash. */
  buried(siteId: string, mac: string): Promise<ErasedPerson | undefined>;
}

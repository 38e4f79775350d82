/** Where a participant was seen, as keyed hashes like those of a click; and with which card, whose hash does not change daily. */
export type Sighting = {
  participantId: string;
  kind: 'network' | 'device' | 'card';
  mac: string;
  forgetAt: number;
  createdAt: number;
};

/** Somebody who was seen with the same hash, and who referred them in the program, if anybody did. */
type SeenWith = { participantId: string; referrerId: string | null; isBlocked: boolean };

/** Stored sightings; the same one twice is one. */
export interface SightingRows {
  /** Seeing somebody again changes nothing. */
  insert(sightings: Sighting[]): Promise<void>;
  /** Seeing somebody again keeps it longer. */
  keep(sighting: Sighting): Promise<void>;
  /** Which of these people were seen with which of these hashes. */
  among(participantIds: string[], macs: string[]): Promise<Pick<Sighting, 'participantId' | 'mac'>[]>;
  /** At most `limit` participants who were seen with the device or card. */
  seenWith(query: { mac: string; programId: string; limit: number }): Promise<SeenWith[]>;
  /** Removes what was to be forgotten by now, at most so many; how many there were. */
  forget(now: number, limit: number): Promise<number>;
}

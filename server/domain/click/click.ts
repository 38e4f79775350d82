/** A public code: a participant's in one program, or a campaign's (then without participant). */
export type Code = {
  code: string;
  programId: string;
  participantId: string | null;
  source: string | null;
  clicks: number;
  /** Grows with every change that its owner can see in the widget; the ETag of `me`. */
  revision: number;
  /** When it stopped earning because its owner got another one (epoch ms). */
  revokedAt: number | null;
  createdAt: number;
};

/** A code with whether its owner is blocked (epoch ms), for who follows it. */
export type FollowedCode = Code & { ownerBlockedAt: number | null };

/** One counted visit. What it tells about itself is forgotten after a while; no address and no user agent is kept. */
export type Click = {
  id: string;
  code: string;
  /** Host of the page that linked here. */
  refererHost: string | null;
  medium: 'organic' | 'paid' | null;
  /** Keyed hashes of the visitor's network, and of network and browser; the key changes daily. */
  networkMac: string | null;
  deviceMac: string | null;
  /** When the two hashes are removed (epoch ms); null where there are none. */
  forgetAt: number | null;
  /**
   * The same two under the key of the day before, where the program limits friends by device or network: what is counted
   * goes on over midnight. They link two days, so they are removed one day after the click (`COUNTED_FOR_MS`).
   */
  earlierNetworkMac: string | null;
  earlierDeviceMac: string | null;
  createdAt: number;
};

/** Stored codes. Each text here is folded already. */
export interface CodeRows {
  find(code: string): Promise<Code | undefined>;
  findToFollow(code: string): Promise<FollowedCode | undefined>;
  ofParticipant(participantId: string): Promise<Code[]>;
  ofParticipants(participantIds: string[]): Promise<Code[]>;
  inProgram(participantId: string, programId: string): Promise<Code | undefined>;
  /** Nobody else counts for the participant in this program until this write has ended. */
  lock(programId: string, participantId: string): Promise<void>;
  /** Takes the code of the participant from them for good: it earns nothing any more, and its clicks stay. */
  revoke(participantId: string, programId: string, now: number): Promise<Code | undefined>;
  /** False when the code is taken, or the participant already has one in this program. */
  insert(code: Code): Promise<boolean>;
  /** Tells the owners' widgets that something changed. Unknown pairs are left out silently. */
  touch(programId: string, participantIds: string[]): Promise<void>;
  /** Tells every widget, for a change that any of them may show. */
  touchAll(): Promise<void>;
  revisions(keys: { participantId: string; programId: string }[]): Promise<Map<string, number>>;
}

/** Stored clicks. */
export interface ClickRows {
  /** Stores the click and counts it on its code. */
  insert(click: Click): Promise<void>;
  find(id: string): Promise<Click | undefined>;
  /** Takes the hashes from clicks that are to be forgotten by now, at most so many; how many there were. */
  forget(now: number, limit: number): Promise<number>;
  /** Takes the hashes of the day before from clicks of before `until` (epoch ms), at most so many; how many there were. */
  forgetEarlier(until: number, limit: number): Promise<number>;
}

/** What a request shows of whoever made it. Looked at and let go: none of it is ever stored or logged. */
export type Seen = {
  /** IPv4 or IPv6 in any spelling; null where it is not known. */
  address: string | null;
  agent: string;
  /** The languages that the browser asks for. */
  language: string;
};

/** What is kept of it, as keyed hashes: enough to tell whether two visits of one day came from one place. */
export type Footprint = { networkMac: string | null; deviceMac: string | null };

/** For a visitor of whom nothing may be concluded. */
export const NO_FOOTPRINT: Footprint = { networkMac: null, deviceMac: null };

/**
 * The footprint of a visitor at an instant (epoch ms). Another day (UTC) gives other hashes for the same visitor; those of
 * the day before are asked for where something that is counted goes on over midnight.
 */
export type FootprintOf = (seen: Seen, now: number) => Footprint;

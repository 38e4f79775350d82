/** Customers whom a site had before it came here, as keyed hashes: their next purchase is no first one. */
export interface KnownCustomerRows {
  has(siteId: string, macs: string[]): Promise<boolean>;
  /** Those of the hashes that are in the list. */
  among(siteId: string, macs: string[]): Promise<string[]>;
  /** How many of them were not known yet. */
  add(siteId: string, macs: string[]): Promise<number>;
}

/** Customers whom a site had before it came here, as keyed hashes: their next purchase is no first one. */
export interface KnownCustomerRows {
  has(siteId: string, macs: string[]): Promise<boolean>;
  /** How many of them were not known yet. */
  add(siteId: string, macs: string[]): Promise<number>;
}

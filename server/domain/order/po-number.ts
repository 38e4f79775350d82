/**
 * The number of a new order: `GT`, the installation's epoch, a ULID. Letters and digits only, 32 in all, as every
 * known provider takes it. The epoch keeps a restored backup from minting a number that its former self has used.
 */
export function poNumber(epoch: string, ulid: string): string {
  return `GT${epoch}${ulid}`;
}

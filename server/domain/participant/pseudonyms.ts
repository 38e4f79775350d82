/**
 * Keyed hashes of what names a person: good for telling whether two of them are one, useless to whoever steals the
 * database. E-mail addresses are folded first, so that two spellings of one mailbox meet.
 */
export interface Pseudonyms {
  email(address: string): string;
  /** Of a mail domain, to compare with those that a program excludes. */
  domain(name: string): string;
  /** Of a customer as the site knows them, by id or by address: for lists of people that hold no names. */
  customer(named: { id: string } | { email: string }): string;
  /** Of what names a payment card at one site; two sites that see the same card cannot match it. */
  card(siteId: string, fingerprint: string): string;
  /** Of the first digits of a card's number, which name its issuer. */
  bin(siteId: string, digits: string): string;
}

/** Where one reward's gift card goes, sealed. Made with its order, so that every repeat of it says the same. */
export type Destination = {
  rewardId: string;
  /** An `Address`. */
  sealedAddress: string;
  /** Who said it: what its recipient gave, they may correct while the order is not sent. */
  givenBy: 'site' | 'recipient';
  /** A `Tracking`; null until the upstream tells one. */
  sealedTracking: string | null;
  givenAt: number;
  /** When it is no longer needed (epoch ms); null while the card is not there. */
  forgetAt: number | null;
};

/** Where the card of each reward goes. */
export interface DestinationRows {
  /** Keeps what stands when the reward has one already. */
  insert(destinations: Destination[]): Promise<void>;
  find(rewardId: string): Promise<Destination | undefined>;
  /** Puts another address in the place of the one that is there. */
  correct(rewardId: string, sealedAddress: string, givenAt: number): Promise<void>;
  /** The card has been sent, or nothing will be: from `forgetAt` on nobody needs the address. */
  settle(rewardId: string, forgetAt: number): Promise<void>;
  /** Keeps what the upstream told last of the way. */
  track(rewardId: string, sealedTracking: string): Promise<void>;
  /**
   * Deletes at most `limit` of those whose time has come, or whose reward has ended; not one that an order which may
   * still be sent needs. How many.
   */
  forget(now: number, limit: number): Promise<number>;
}

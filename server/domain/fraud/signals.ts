import type { Beneficiary } from '../../../shared/contract/fields.ts';
import * as find from './finders.ts';
import type { FraudFacts, ReadFact } from './fraud-facts.ts';
import type { Look } from './look.ts';

export type SignalRule = {
  signal: string;
  /** What it adds to the score; from 60 on a person looks in a balanced program, from 30 on in a strict one. */
  weight: number;
  /** Whose reward it holds. */
  sides: readonly Exclude<Beneficiary, 'participant'>[];
  /** What it reads; when that fails, the signal has failed. */
  from: readonly ReadFact[];
  /** The evidence, in words of ids and facts without personal data; null where there is none. */
  find: (facts: FraudFacts, look: Look) => string | null;
};

const BOTH = ['referrer', 'friend'] as const;
const REFERRER = ['referrer'] as const;

/**
 * Every signal with its weight and why. One that is strong by itself reaches 60. The weak ones are what honest people
 * do as well, so all of them together stay under 60. What speaks against the friend holds both rewards, since a made-up
 * friend is made up for the referrer's; what only the referrer can have arranged leaves the friend's alone.
 */
export const SIGNALS: readonly SignalRule[] = [
  // Nobody is a new friend of a person whom they brought here themselves: both sides took part.
  { signal: 'cycle', weight: 60, sides: BOTH, from: ['line'], find: find.cycle },
  // One mailbox is one person, who came to the same referrer under another id, or was blocked.
  { signal: 'same_mail', weight: 60, sides: BOTH, from: ['line', 'sharers'], find: find.sameMail },
  // One card is one purse. Couples share one too: a person sees that, and asks them.
  { signal: 'same_card', weight: 60, sides: BOTH, from: ['line', 'cardSharers'], find: find.sameCard },
  // The link was followed in the browser in which its owner looks at the widget: most likely by its owner.
  { signal: 'same_device', weight: 60, sides: REFERRER, from: ['click', 'meeting'], find: find.sameDevice },
  // An address that lives for minutes is made for one use. It says as much about the friend as about who sent them.
  { signal: 'disposable_mail', weight: 60, sides: BOTH, from: [], find: find.friendsDisposableMail },
  { signal: 'disposable_mail', weight: 60, sides: REFERRER, from: [], find: find.referrersDisposableMail },
  // The site named the page: whoever comes from there is looked at, and so is who put the link there.
  { signal: 'banned_source', weight: 60, sides: BOTH, from: ['click'], find: find.bannedSource },
  // The site asked for it: a referrer may have bought ads on the brand's own name. The friend only followed one.
  { signal: 'paid_click', weight: 60, sides: REFERRER, from: ['click'], find: find.reviewedPaidClick },
  // Nothing was said, and the program is strict: enough to be looked at there.
  { signal: 'paid_click', weight: 30, sides: REFERRER, from: ['click'], find: find.strictPaidClick },
  // Families, offices and dorms share a network, and recommending to them is what the program is for.
  { signal: 'same_network', weight: 20, sides: REFERRER, from: ['click', 'meeting'], find: find.sameNetwork },
  // A popular post does this too.
  { signal: 'velocity', weight: 10, sides: REFERRER, from: ['pace'], find: find.velocity },
  // The site set a limit: whoever is beyond it is looked at.
  { signal: 'velocity', weight: 60, sides: REFERRER, from: ['rush'], find: find.rushToReferrer },
  // So many people from one device, or with one card, are made up: their own rewards are at stake as well.
  { signal: 'velocity', weight: 60, sides: BOTH, from: ['click', 'rush'], find: find.rushFromPlace },
  // Shops make an account at the checkout, so sign-up and purchase often come together.
  { signal: 'too_fast', weight: 10, sides: BOTH, from: ['sinceSignUpMs'], find: find.tooFast },
  // Careful people use relays; the mailbox behind one is real but cannot be compared.
  { signal: 'relay_mail', weight: 5, sides: BOTH, from: [], find: find.friendsRelayMail },
  { signal: 'relay_mail', weight: 5, sides: REFERRER, from: [], find: find.referrersRelayMail },
];

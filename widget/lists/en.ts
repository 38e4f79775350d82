import { formatMoney, type Money } from '../../shared/money.ts';
import { ON_HOLD } from '../../shared/on-hold.ts';
import { reasonWords } from './reason-words.ts';

/** English for the half with rewards and friends; see `text/en.ts`. */
export const en = {
  language: 'en',
  ...reasonWords,
  rewards: 'Your rewards',
  noRewards: 'Your gift cards appear here, ready to open.',
  giftCard: (value: Money, locale: string) => `${formatMoney(value, locale)} gift card`,
  chips: {
    ready: 'Ready',
    sent: 'Sent',
    asking: 'Address needed',
    coming: 'On its way',
    waiting: 'On its way',
    checking: 'Checking',
    opened: 'Opened',
    kept: 'On hold',
    stopped: 'Not given',
  },
  sent: {
    Links: 'We sent it to you.',
    DigitalDelivery: 'We sent it to you by e-mail or text message.',
    PhysicalShipment: 'It’s in the post.',
  },
  addressNeeded: {
    Links: 'Tell us where to send it.',
    DigitalDelivery: 'Tell us where to send it.',
    PhysicalShipment: 'It comes by post. Tell us where to.',
  },
  enterAddress: 'Enter address',
  track: 'Where is it?',
  preparing: 'Your gift card is being prepared.',
  payoutOn: (date: string) => `Comes with the next payout, on ${date}.`,
  waitingUntil: (date: string, days: number | null) =>
    `Waiting ${days ? `${days} ${days === 1 ? 'day' : 'days'} ` : ''}in case of a return, until ${date}.`,
  alsoWaits: (date: string) => `It also waits in case of a return, until ${date}.`,
  onHold: `${ON_HOLD} Write to us if that isn’t right.`,
  stopped: 'This one doesn’t count any more.',
  progress: (have: number, need: number, reward: string) =>
    `${have} of ${need} friends. ${need - have === 1 ? 'One more' : `${need - have} more`} for ${reward}.`,
  reveal: 'Reveal',
  revealAgain: 'Show',
  friends: 'Your friends',
  noFriends: 'No friends yet. Most people start with one message to one person.',
  steps: (done: number) => `Step ${done} of 3`,
  friendStates: { attributed: 'Joined', qualified: 'Done', completed: 'Rewarded' },
  joinedUntil: (date: string) => `They have until ${date} to use the offer.`,
  rewardComing: 'The reward is on its way.',
  notCounted: 'This one doesn’t count.',
  missing: 'Missing someone?',
  how: 'How it works',
  howSteps: [
    'Send your link to a friend.',
    'They join through it.',
    'They do what the offer asks. The reward is on its way.',
  ],
  terms: 'Terms',
  privacy: 'Privacy',
};

import { formatMoney, type Money } from '../../shared/money.ts';
import type { ReasonCode } from '../../shared/reason.ts';

const NO_BUDGET = 'All rewards of this offer are taken.';
const OFFER_OVER = 'The offer wasn’t running at that time.';
const CHECKING = 'We’re checking this one. Usually done within two days.';
const DELAYED = 'Taking longer than usual. You don’t need to do anything.';

/** Why something doesn't count. Where a reason would say no more than the state, there are no words for it. */
const refusals: Partial<Record<ReasonCode, string>> = {
  self_referral: 'You can’t invite yourself.',
  program_not_active: OFFER_OVER,
  program_not_started: OFFER_OVER,
  program_ended: OFFER_OVER,
  not_first: 'This friend had been here before, so this one doesn’t count.',
  amount_too_low: 'Their order was smaller than the offer asks for.',
  too_late: 'This came too late for the offer.',
  another_program_won: 'Another offer already rewarded this.',
  budget_exhausted: NO_BUDGET,
};

/** Why a reward that is on its way takes longer. */
const delays: Partial<Record<ReasonCode, string>> = {
  order_delayed: DELAYED,
  order_refused: DELAYED,
  order_failed: DELAYED,
  order_quarantined: CHECKING,
  order_dead: CHECKING,
};

/** English. Second person, present tense, no exclamation marks; the other languages have the same shape. */
export const en = {
  language: 'en',
  refusals,
  delays,
  region: 'Rewards for inviting friends',
  inviteFriends: 'Invite friends',
  yourLink: 'Your link',
  copy: 'Copy',
  copied: 'Copied',
  copyYourself: 'Press Ctrl or ⌘ and C to copy.',
  channels: {
    native: 'Share',
    copy: 'Copy',
    whatsapp: 'WhatsApp',
    email: 'Email',
    sms: 'Message',
    telegram: 'Telegram',
    x: 'X',
    facebook: 'Facebook',
    linkedin: 'LinkedIn',
    qr: 'QR code',
  },
  more: 'More',
  less: 'Less',
  qrLabel: 'QR code of your link',
  disclosure: 'I get a reward if you join.',
  disclosureNote: (words: string) => `Your message says “${words}”`,
  rewards: 'Your rewards',
  noRewards: 'Your gift cards appear here, ready to open.',
  giftCard: (value: Money, locale: string) => `${formatMoney(value, locale)} gift card`,
  chips: {
    ready: 'Ready',
    coming: 'On its way',
    waiting: 'On its way',
    opened: 'Opened',
    stopped: 'Not given',
  },
  preparing: 'Your gift card is being prepared.',
  waitingUntil: (date: string, days: number | null) =>
    `Waiting ${days ? `${days} ${days === 1 ? 'day' : 'days'} ` : ''}in case of a return, until ${date}.`,
  waiting: CHECKING,
  stopped: 'This one doesn’t count any more.',
  progress: (have: number, need: number, reward: string) =>
    `${have} of ${need} friends. ${need - have === 1 ? 'One more' : `${need - have} more`} for ${reward}.`,
  reveal: 'Reveal',
  revealAgain: 'Show',
  friends: 'Your friends',
  noFriends: 'No friends yet. Most people start with one message to one person.',
  steps: (done: number) => `Step ${done} of 3`,
  friendStates: {
    attributed: 'Joined',
    qualified: 'Done, reward on its way',
    completed: 'Rewarded',
  },
  notCounted: 'This one doesn’t count.',
  missing: 'Missing someone?',
  missingHelp: 'Friends appear once they join through your link.',
  how: 'How it works',
  howSteps: [
    'Send your link to a friend.',
    'They join through it.',
    'Once they did what the offer asks, your gift card appears here.',
  ],
  terms: 'Terms',
  privacy: 'Privacy',
  close: 'Close',
  dismiss: 'Hide this offer',
  tryAgain: 'Try again',
  signIn: 'Sign in',
  notices: {
    slow: { title: 'Still loading', text: 'You can keep browsing.' },
    offline: {
      title: 'You’re offline',
      text: 'Your link and rewards are safe.',
    },
    broken: { title: 'Something broke on our side', text: 'Your link and rewards are safe.' },
    foreign: {
      title: 'Not available at this address',
      text: 'This page’s address isn’t one of the site’s own. Your link and rewards are safe.',
    },
    refused: {
      title: 'This page can’t show your rewards',
      text: 'Your link and rewards are safe.',
    },
    signedOut: { title: 'Your own link to share', text: 'Sign in to get it, and to see your rewards.' },
    ended: { title: 'This offer has ended', text: 'What you earned stays yours.' },
    paused: {
      title: 'This offer takes a break',
      text: 'What you earned stays yours.',
    },
    exhausted: { title: NO_BUDGET, text: 'Your link still works for your friends.' },
  },
};

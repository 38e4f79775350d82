/** English. Second person, present tense, no exclamation marks; the other languages have the same shape. */
export const en = {
  language: 'en',
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
  disclosureNote: (words: string) => `Your message says “${words}”`,
  close: 'Close',
  dismiss: 'Hide this offer',
  tryAgain: 'Try again',
  signIn: 'Sign in',
  notices: {
    slow: { title: 'Still loading', text: 'You can keep browsing.' },
    // A browser doesn't tell a lost connection from a server that is away: the words hold for both.
    offline: {
      title: 'This part of the page can’t be reached right now',
      text: 'We keep trying. Your link and rewards are safe.',
    },
    broken: { title: 'Something broke on our side', text: 'Your link and rewards are safe.' },
    foreign: {
      title: 'Not available at this address',
      text: 'This page isn’t one of the site’s own. Your link and rewards are safe.',
    },
    refused: {
      title: 'This page can’t show your rewards',
      text: 'Your link and rewards are safe.',
    },
    expired: { title: 'Your sign-in on this page has run out', text: 'Reload the page to go on.' },
    signedOut: { title: 'Your own link to share', text: 'Sign in to see it and your rewards.' },
    not_started: {
      title: 'This offer hasn’t started yet',
      text: (start: string | null) =>
        `Your link already opens the site. Friends count from ${start ?? 'then on'}.`,
    },
    ended: {
      title: 'This offer has ended',
      text: 'What you earned stays yours. Your link still opens the site.',
    },
    paused: {
      title: 'This offer takes a break',
      text: 'What you earned stays yours. Your link still opens the site.',
    },
    exhausted: {
      title: 'All rewards of this offer are taken',
      text: 'What you earned stays yours. Your link still opens the site, without a reward for you or your friend.',
    },
  },
};

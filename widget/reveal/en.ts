/** English for the reveal; see `text/en.ts`. */
export const en = {
  revealNote: 'Whoever has this can spend it. Open it when nobody looks over your shoulder.',
  pageNote: {
    DigitalDelivery: 'We send it by e-mail or text message. Its page asks where to, or shows it.',
    PhysicalShipment: 'It comes by post. Its page asks where to, and says when it is on its way.',
  },
  next: 'Continue',
  openPage: 'Open its page',
  making: 'Your gift card is being made. It usually takes a few seconds.',
  made: 'Your gift card is ready.',
  failed: (why: string) => `${why} Its page says whom to ask.`,
  showCard: 'Show gift card',
  notNow: 'Not now',
  openCard: 'Open gift card',
  newTab: 'opens a new tab',
  challenge: 'If you are asked, your answer is',
  savePage: 'Print or open later',
  hide: 'Hide',
  revealFailed: 'That didn’t work. Your gift card is safe.',
};

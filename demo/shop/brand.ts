export const BRAND = {
  name: 'Saltmarsh',
  line: 'Stoneware for slow mornings',
  place: 'Portland, Maine',
  contact: 'hello@saltmarsh.example',
} as const;

/** The site's publishable key and program at Goodturn; both are public (see demo/goodturn.config.json). */
export const SITE_KEY = 'pk_demo';
export const PROGRAM_ID = 'friends';

/** First orders from this amount on earn the gift cards, in cents; the program's rule says the same. */
export const QUALIFYING_AMOUNT = 2500;
export const GIFT_AMOUNT = 1500;

export const ADA = {
  id: 'ada',
  name: 'Ada Lindqvist',
  email: 'ada@saltmarsh.example',
  showsName: true,
} as const;

import type { ClaimFacts } from '../../server/pages/claim-facts.ts';
import type { ClaimForm } from '../../server/pages/claim-page.ts';
import type { ClaimState } from '../../server/pages/claim-state.ts';

const FACTS: ClaimFacts = {
  ...{ siteName: 'Saltmarsh', contact: 'hello@saltmarsh.example', productName: 'CVS', cardTerms: [] },
  operator: 'Saltmarsh Pottery, 12 Harbor Lane, Portland, Maine',
  value: { amount: 1500, currency: 'USD' },
  delivery: 'PhysicalShipment',
  reason: 'a friend you invited placed a first order',
  termsPath: '/terms/friends/1',
};
const LINK: ClaimFacts = { ...FACTS, delivery: 'Links' };
const MAIL: ClaimFacts = { ...FACTS, delivery: 'DigitalDelivery' };

export const FORM: ClaimForm = { path: '/c/x', nonce: 'n', addressDays: 30 };
const WRONG: ClaimForm = {
  ...FORM,
  filled: {
    typed: {
      name: 'Sam Doe',
      line1: '1 Main Street',
      city: '',
      state: 'Ontario',
      zip: '1000',
      country: 'US',
    },
    faults: {
      city: 'Enter the city.',
      state: 'Enter the state by name or code, as in Alabama or AL.',
      zip: 'Enter the ZIP code as in 10001.',
    },
  },
};
const POSTAL = {
  kind: 'asking',
  asked: { kind: 'postal', countries: ['US'] },
  isCorrection: false,
} satisfies ClaimState;
const TRACKING = { carrier: 'Sandbox Post', number: '91028374650192837465', url: 'https://post.example/9' };

/** One picture of a claim page: its state, and what was wrong in an earlier version and is not any more. */
type ClaimPicture = {
  name: string;
  fixed: string;
  facts: ClaimFacts;
  state: ClaimState;
  form?: ClaimForm;
};

export const CLAIM_PICTURES: ClaimPicture[] = [
  {
    name: 'asking for an address',
    fixed:
      'The button stuck to the country; it has air, and state and ZIP code share a line where there is room for both.',
    facts: FACTS,
    state: POSTAL,
  },
  {
    name: 'an address with faults',
    fixed:
      'Each fault stands under its field, its outline says so without colour too, and nothing typed is lost.',
    facts: FACTS,
    state: POSTAL,
    form: WRONG,
  },
  {
    name: 'several countries',
    fixed:
      'The labels were those of the first country, whichever was chosen; they fit each, and both fields stand at one height.',
    facts: FACTS,
    state: { ...POSTAL, asked: { kind: 'postal', countries: ['GB', 'CA', 'US'] } },
  },
  {
    name: 'a correction',
    fixed: 'A slip in an address could not be mended; until the card is ordered its page takes another one.',
    facts: FACTS,
    state: { ...POSTAL, isCorrection: true },
  },
  {
    name: 'asking for mail and phone',
    fixed: 'It said that the address goes “some time after”; it says after how many days.',
    facts: MAIL,
    state: { ...POSTAL, asked: { kind: 'digital', by: ['email', 'sms'] } },
  },
  {
    name: 'to be opened',
    fixed:
      'It has no earlier version; at 320 px, too, the button keeps its words on one line, and what it starts stands below it.',
    facts: LINK,
    state: { kind: 'openable' },
  },
  {
    name: 'being made',
    fixed: 'It began with “0 seconds so far”; the first second is not counted.',
    facts: LINK,
    state: { kind: 'making', sinceMs: 4000, delayed: false, isCorrectable: false },
  },
  {
    name: 'taking longer',
    fixed: 'People were told to load the page again; it does that by itself.',
    facts: LINK,
    state: { kind: 'making', sinceMs: 90_000, delayed: true, isCorrectable: false },
  },
  {
    name: 'being prepared',
    fixed:
      'A letter was soon told as “longer than usual”, which every letter is; the page says when it will know more.',
    facts: FACTS,
    state: { kind: 'making', sinceMs: 4000, delayed: true, isCorrectable: false },
  },
  {
    name: 'to be corrected',
    fixed: 'There was no way back to the address; there is one for as long as it helps.',
    facts: FACTS,
    state: { kind: 'making', sinceMs: 4000, delayed: false, isCorrectable: true },
  },
  {
    name: 'too late to correct',
    fixed: 'A late press changed a sentence; it says that nothing was changed and who can help.',
    facts: FACTS,
    state: { kind: 'late' },
  },
  {
    name: 'in the post',
    fixed: 'The tracking number lay over the sentence above; it is a block of its own that one tap selects.',
    facts: FACTS,
    state: { kind: 'sent', by: 'post', tracking: TRACKING, hasArrived: false },
  },
  {
    name: 'arrived',
    fixed: 'A card that had arrived stayed “in the post” for ever; its page tells when it is there.',
    facts: FACTS,
    state: { kind: 'sent', by: 'post', tracking: TRACKING, hasArrived: true },
  },
  {
    name: 'mailed',
    fixed: 'It sent people to “the mails that were sorted out”; it says spam folder, as they do.',
    facts: MAIL,
    state: { kind: 'sent', by: 'email', tracking: null, hasArrived: false },
  },
  {
    name: 'mailed in a batch',
    fixed: '“The gift card’s own company” was a riddle; it is the gift-card company.',
    facts: { ...MAIL, reason: 'you took part' },
    state: { kind: 'sent', by: 'email', tracking: null, hasArrived: false },
  },
  {
    name: 'to be sent',
    fixed: 'It went “to the address that we have of you”; it says which of the two that is.',
    facts: MAIL,
    state: { kind: 'openable' },
  },
  {
    name: 'waiting',
    fixed:
      'It promised that the card will be here, where a letter never is; it says what the page will tell.',
    facts: FACTS,
    state: { kind: 'waiting', until: Date.UTC(2026, 11, 6), isHeld: true },
  },
  {
    name: 'on hold',
    fixed: '“If that isn’t right: Write to” broke off; it is one sentence.',
    facts: LINK,
    state: { kind: 'withheld' },
  },
];

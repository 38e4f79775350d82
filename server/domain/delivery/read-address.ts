import { email as emailField } from '../../../shared/contract/fields.ts';
import type { Address } from './address.ts';
import { foldPhone } from './phone.ts';
import { countryName, type PostalRule, postalRule } from './postal-rules.ts';

/** The fields of both forms, by the names that they have in them. */
export const ADDRESS_FIELDS = [
  'name',
  'line1',
  'line2',
  'city',
  'state',
  'zip',
  'country',
  'email',
  'phone',
] as const;
export type AddressField = (typeof ADDRESS_FIELDS)[number];

/** What somebody typed; absent fields are empty. */
export type Typed = Partial<Record<AddressField, string>>;
/** What to change, by field, in words for whoever typed it. */
export type AddressFaults = Partial<Record<AddressField, string>>;
type ReadAddress = { address: Address } | { faults: AddressFaults };

/** What is asked for: an envelope to one of these countries, or an e-mail address, a phone number or both. */
export type Asked = { kind: 'postal'; countries: string[] } | { kind: 'digital'; by: ('email' | 'sms')[] };

/** Longest texts that fit a label; the upstream names no limits. */
const LENGTHS: Partial<Record<AddressField, number>> = {
  name: 80,
  line1: 100,
  line2: 100,
  city: 60,
  state: 60,
};

const MISSING = {
  name: 'Enter the name for the envelope.',
  line1: 'Enter the street and house number, or the post-office box.',
  city: 'Enter the city.',
} as const;

/** Checks what was typed by the rules of its country. Every fault at once, so that nobody has to come back twice. */
export function readAddress(asked: Asked, typed: Typed): ReadAddress {
  const clean = (field: AddressField) => (typed[field] ?? '').replace(/\s+/g, ' ').trim();
  return asked.kind === 'digital' ? readDigital(asked.by, clean) : readPostal(asked.countries, clean);
}

type Clean = (field: AddressField) => string;

function readPostal(countries: string[], clean: Clean): ReadAddress {
  const country = clean('country') || (countries[0] ?? '');
  const rule = postalRule(country);
  const state = stateIn(rule, clean('state'));
  const zip = clean('zip').toUpperCase();
  const faults: AddressFaults = {
    ...(!countries.includes(country) && {
      country: `Cards can be posted to ${countries.map(countryName).join(', ')}.`,
    }),
    ...missing(clean),
    ...(state === null && { state: stateFault(rule) }),
    ...(!rule.zipPattern.test(zip) && { zip: `Enter the ${inner(rule.zip)} as in ${rule.zipExample}.` }),
    ...unfit(clean),
  };
  if (Object.keys(faults).length > 0 || state === null) return { faults };
  const [name, line1, line2, city] = [clean('name'), clean('line1'), clean('line2'), clean('city')];
  return {
    address: { kind: 'postal', name, line1, ...(line2 && { line2 }), city, state, zip, country },
  };
}

function missing(clean: Clean): AddressFaults {
  const empty = Object.entries(MISSING).filter(([field]) => clean(field as keyof typeof MISSING) === '');
  return Object.fromEntries(empty);
}

/** Too long for a label, or with characters that no label prints. */
function unfit(clean: Clean): AddressFaults {
  const faults: AddressFaults = {};
  for (const [field, most] of Object.entries(LENGTHS) as [AddressField, number][]) {
    const text = clean(field);
    if (text.length > most) faults[field] = `Shorten this to ${most} characters.`;
    else if (/[\p{Cc}\p{Cs}<>]/u.test(text)) faults[field] = 'Use letters, digits and punctuation only.';
  }
  return faults;
}

/** A code or a name, in any case; null for what is none of the country's. Empty where mail needs none. */
function stateIn({ states }: PostalRule, text: string): string | null {
  if (states === null) return text;
  const wanted = text.toLowerCase().replaceAll('.', '');
  const found = Object.entries(states).find(
    ([code, name]) => code.toLowerCase() === wanted || name.toLowerCase() === wanted,
  );
  return found?.[0] ?? null;
}

function stateFault({ state, states }: PostalRule): string {
  const [code = '', name = ''] = Object.entries(states ?? {})[0] ?? [];
  return `Enter the ${inner(state)} by name or code, as in ${name} or ${code}.`;
}

/** A label inside a sentence; "ZIP code" keeps its capitals. */
function inner(label: string): string {
  return label.startsWith('ZIP') ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

function readDigital(by: ('email' | 'sms')[], clean: Clean): ReadAddress {
  const wantsEmail = by.includes('email');
  const wantsPhone = by.includes('sms');
  const email = clean('email');
  const phone = foldPhone(clean('phone'));
  const faults: AddressFaults = {
    ...(wantsEmail &&
      !emailField.safeParse(email).success && { email: 'Enter an e-mail address, as in sam@example.com.' }),
    ...(wantsPhone &&
      phone === null && { phone: 'Enter the number with its country, as in +1 555 555 0100.' }),
  };
  if (Object.keys(faults).length > 0) return { faults };
  return {
    address: {
      kind: 'digital',
      ...(wantsEmail && { email }),
      ...(wantsPhone && phone !== null && { phone }),
    },
  };
}

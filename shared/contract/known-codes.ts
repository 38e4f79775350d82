import { z } from 'zod';
import { currency, positiveMoney } from './money.ts';

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** What has a name there and is no country: unions, groups, and codes for tests and for nothing. */
const NO_COUNTRY = /^(?:EU|EZ|UN|QO|XA|XB|ZZ)$/;

/**
 * Whether it is the code of a country today, as this process knows them. Withdrawn codes and other names (`UK`) are none:
 * they are spelled another way in their canonical form, so nobody's country would ever equal them.
 */
export function isCountry(code: string): boolean {
  return (
    /^[A-Z]{2}$/.test(code) &&
    !NO_COUNTRY.test(code) &&
    COUNTRIES.of(code) !== undefined &&
    new Intl.Locale(`und-${code}`).region === code
  );
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

const knownCurrency = currency.refine(
  (code) => CURRENCIES.has(code),
  'must be the ISO 4217 code of a currency, such as USD',
);

/** Money of a setting: in a currency that there is. */
export const knownMoney = positiveMoney.extend({ currency: knownCurrency });

/** A sum that may be nothing, such as a budget that is closed. */
export const knownSum = knownMoney.extend({ amount: z.int().min(0) });

/** A country that a setting names. Facts of people take any code of that form: a strange one loses no event. */
export const knownCountry = z
  .string()
  .refine(isCountry, 'must be the ISO 3166-1 alpha-2 code of a country, such as US');

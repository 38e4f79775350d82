/** An amount in the currency's minor unit (cents for USD, yen for JPY) with its ISO 4217 code. Never a float. */
export type Money = { amount: number; currency: string };

type CurrencyFormat = { digits: number; format: Intl.NumberFormat };

/** Making a formatter takes longer than inserting a row, and the same few are wanted again and again. */
const formats = new Map<string, CurrencyFormat>();
/** Currencies and languages also come from callers, so the map must not grow with what they think of. */
const MAX_FORMATS = 100;

function formatOf(currency: string, locale: string): CurrencyFormat {
  const key = locale + currency;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  });
  const fresh = { digits: format.resolvedOptions().maximumFractionDigits ?? 2, format };
  if (formats.size >= MAX_FORMATS) formats.clear();
  formats.set(key, fresh);
  return fresh;
}

/**
 * Minor-unit digits of a currency as ISO 4217 lists them (JPY 0, USD 2, KWD 3), read from the
 * runtime's own table so that browser and server agree without shipping one.
 */
export function currencyDigits(currency: string): number {
  return formatOf(currency, 'en').digits;
}

/** The decimal text of an amount: `{ 1500, USD }` → `15.00`, `{ 1500, JPY }` → `1500`. Never goes through a float. */
export function toDecimal(money: Money): string {
  const digits = currencyDigits(money.currency);
  const sign = money.amount < 0 ? '-' : '';
  const text = String(Math.abs(money.amount)).padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Minor units of a decimal text in a currency: `fromDecimal('15.5', 'USD')` → 1550.
 * Returns null when the text is no plain decimal, has more digits than the currency, or is not a safe integer.
 */
export function fromDecimal(text: string, currency: string): number | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = currencyDigits(currency);
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > digits) return null;
  const amount = Number(sign + whole + significant.padEnd(digits, '0'));
  return Number.isSafeInteger(amount) ? amount : null;
}

/** Money for people: no decimals where they are zero (`$15`, `$15.50`), in the reader's language. */
export function formatMoney({ amount, currency }: Money, locale = 'en'): string {
  const { digits, format } = formatOf(currency, locale);
  return format.format(amount / 10 ** digits);
}

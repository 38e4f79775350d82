import { currencyDigits, fromDecimal } from '../../shared/money.ts';

/**
 * Minor units of a charge in decimal text. A charge finer than the currency (a discount of 7.5 % makes such) is
 * rounded up, so that the books never show less than the account pays. Null when it cannot be read.
 */
export function readCharge(text: string, currency: string): number | null {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = currencyDigits(currency);
  const kept = fromDecimal(`${whole}.${fraction.slice(0, digits)}0`, currency);
  if (kept === null || kept < 0 || !/^\d*$/.test(fraction)) return null;
  return /[1-9]/.test(fraction.slice(digits)) ? kept + 1 : kept;
}

/** Basis points of a percentage in decimal text (`7.5` is 750), rounded down; 0 when it cannot be read. */
export function readBasisPoints(percentage: string): number {
  const match = /^(\d{1,3})(?:\.(\d+))?$/.exec(percentage);
  if (!match) return 0;
  const [, whole = '', fraction = ''] = match;
  return Number(whole + fraction.slice(0, 2).padEnd(2, '0'));
}

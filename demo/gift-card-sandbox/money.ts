// All amounts of the sandbox are USD cents: the deposit account knows one currency. Floats exist on the wire only.

/** Cents of a JSON number: `15` → 1500. Null when it has a third decimal or is too large to be exact. */
export function minorOf(value: number): number | null {
  const minor = Math.round(value * 100);
  // Division rounds to the nearest double, which is also what the JSON parser made of the digits.
  return Number.isSafeInteger(minor) && minor / 100 === value ? minor : null;
}

/** The JSON number of an amount: 1550 → `15.5`. */
export function wireNumber(minor: number): number {
  return minor / 100;
}

/** Cents of a plain decimal text: `500.00` → 50000. Null for anything else, signs and exponents included. */
export function parseDecimal(text: string): number | null {
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  return Number(whole + fraction.padEnd(2, '0'));
}

/** The decimal text of an amount of zero or more: 50000 → `500.00`. */
export function decimalText(minor: number): string {
  const digits = String(minor).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

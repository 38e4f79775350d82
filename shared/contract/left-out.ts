import { z } from 'zod';

type WithoutNulls<T> = { [Key in keyof T]: Exclude<T[Key], null> };

/** The same object without the fields that are null, for messages in which null says no more than leaving a field out. */
export function withoutNulls<T extends object>(told: T): WithoutNulls<T> {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null)) as WithoutNulls<T>;
}

/** A field that may be left out, be null, or be empty, as an empty field of a form is sent: all three say nothing. */
export function blankAsNull<T extends z.ZodType>(field: T) {
  return z.preprocess((value) => (value === '' ? null : value), field.nullable()).optional();
}

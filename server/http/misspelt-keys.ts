import { z } from 'zod';
import type { FieldFault } from '../domain/errors.ts';

/**
 * Keys that are a known one but for case, `_` and `-`: they would be ignored like any unknown key, and what they say would
 * be lost. A value that has the right key as well loses nothing.
 */
export function misspeltKeys(schema: z.core.$ZodType, value: unknown, path = ''): FieldFault[] {
  const shape = shapeOf(schema);
  if (!shape || typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const known = new Map(Object.keys(shape).map((key) => [folded(key), key]));
  const entries = Object.entries(value);
  const given = new Set(entries.map(([key]) => key));
  return entries.flatMap(([key, inner]) => {
    const at = `${path}${key}`;
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (field) return misspeltKeys(field, inner, `${at}.`);
    const right = known.get(folded(key));
    if (right === undefined || given.has(right)) return [];
    return [{ path: at, message: `is not known; it is spelt ${right}` }];
  });
}

function folded(key: string): string {
  return key.replaceAll(/[_-]/g, '').toLowerCase();
}

/** The keys of an object, through what may stand around it. */
function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> | null {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return shapeOf(schema.unwrap());
  return schema instanceof z.ZodPipe ? (shapeOf(schema.in) ?? shapeOf(schema.out)) : null;
}

import { z } from 'zod';
import type { FieldFault } from '../domain/errors.ts';

/**
 * Keys that are a known one but for case, `_` and `-`: they would be ignored like any unknown key, and what they say would
 * be lost. A value that has the right key as well loses nothing.
 */
export function misspeltKeys(schema: z.core.$ZodType, value: unknown, path = ''): FieldFault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const keys = keysOf(schema);
  if (!keys) return [];
  const faults: FieldFault[] = [];
  for (const [key, inner] of Object.entries(value)) {
    const field = keys.fields.get(key);
    if (field) {
      faults.push(...misspeltKeys(field, inner, `${path}${key}.`));
      continue;
    }
    const right = keys.spelt.get(folded(key));
    if (right === undefined || Object.hasOwn(value, right)) continue;
    faults.push({ path: `${path}${key}`, message: `is not known; it is spelt ${right}` });
  }
  return faults;
}

type Keys = {
  fields: Map<string, z.core.$ZodType>;
  /** The right spelling, by what any of its spellings folds to. */
  spelt: Map<string, string>;
};

/** Schemas stand for good, and every request asks for their keys. */
const known = new WeakMap<z.core.$ZodType, Keys | null>();

function keysOf(schema: z.core.$ZodType): Keys | null {
  let keys = known.get(schema);
  if (keys === undefined) {
    const shape = shapeOf(schema);
    keys = shape && {
      fields: new Map(Object.entries(shape)),
      spelt: new Map(Object.keys(shape).map((key) => [folded(key), key])),
    };
    known.set(schema, keys);
  }
  return keys;
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

import type { OpenApiDocument } from './openapi.ts';

type Json = Record<string, unknown>;

/** One field of a message as a reader of `/docs` sees it. `name` is a dot path, `[]` marks items of a list. */
export type FieldRow = { name: string; type: string; required: boolean; description: string };

/** Deeper levels are described by the part of their own that the type names. */
const MAX_DEPTH = 3;

/** The fields of a JSON Schema in reading order. */
export function fieldRows(schema: unknown, document: OpenApiDocument, prefix = '', depth = 0): FieldRow[] {
  const { properties, required, items, anyOf } = resolve(schema, document);
  if (depth > MAX_DEPTH) return [];
  if (isRecord(items)) return fieldRows(items, document, `${prefix}[]`, depth + 1);
  if (!isRecord(properties)) {
    const branch = list(anyOf).find((option) => resolve(option, document)['type'] !== 'null');
    return branch === undefined ? [] : fieldRows(branch, document, prefix, depth);
  }
  return Object.entries(properties).flatMap(([key, property]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const description = descriptionOf(property, document);
    const row: FieldRow = {
      name,
      type: typeText(property, document),
      required: list(required).includes(key),
      description,
    };
    return [row, ...fieldRows(property, document, name, depth + 1)];
  });
}

/** A field that may be null is described where its text is. */
function descriptionOf(property: unknown, document: OpenApiDocument): string {
  const { description, anyOf } = resolve(property, document);
  if (typeof description === 'string') return description;
  const [first] = list(anyOf);
  return first === undefined ? '' : descriptionOf(first, document);
}

/** A short name for a schema's type: `string`, `"auto" | "manual"`, `list of object`, `string or null`. */
function typeText(schema: unknown, document: OpenApiDocument): string {
  const { type, items, anyOf, oneOf, const: fixed, enum: values, format } = resolve(schema, document);
  if (fixed !== undefined) return JSON.stringify(fixed);
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ');
  const options = [...list(anyOf), ...list(oneOf)];
  if (options.length > 0) {
    return [...new Set(options.map((option) => typeText(option, document)))].join(' or ');
  }
  if (type === 'array') return `list of ${typeText(items, document)}`;
  const names = Array.isArray(type) ? type.join(' or ') : String(type ?? 'any');
  return typeof format === 'string' ? `${names} (${format})` : names;
}

/** A value that the schema accepts, from its own examples where it has some. */
export function exampleOf(schema: unknown, document: OpenApiDocument, depth = 0): unknown {
  const part = resolve(schema, document);
  const given = givenExample(part);
  if (given !== undefined) return given;
  const [option] = [...list(part['anyOf']), ...list(part['oneOf'])];
  if (option !== undefined) return exampleOf(option, document, depth);
  if (part['type'] === 'array')
    return depth > MAX_DEPTH ? [] : [exampleOf(part['items'], document, depth + 1)];
  const { properties } = part;
  if (isRecord(properties)) {
    const entries = Object.entries(properties);
    return Object.fromEntries(entries.map(([key, value]) => [key, exampleOf(value, document, depth + 1)]));
  }
  return sample(part);
}

function givenExample(part: Json): unknown {
  if (part['example'] !== undefined) return part['example'];
  if (part['default'] !== undefined) return part['default'];
  if (part['const'] !== undefined) return part['const'];
  return list(part['examples'])[0] ?? list(part['enum'])[0];
}

const SAMPLES_BY_FORMAT: Readonly<Record<string, string>> = {
  email: 'grace@example.com',
  'date-time': '2026-05-01T12:00:00Z',
  uri: 'https://shop.example/',
};

function sample(part: Json): unknown {
  const type = list(part['type'])[0] ?? part['type'];
  if (type === 'integer' || type === 'number') return Math.max(1, Number(part['minimum'] ?? 1));
  if (type === 'boolean') return true;
  if (type === 'object') return {};
  if (type === 'null') return null;
  return SAMPLES_BY_FORMAT[String(part['format'])] ?? '…';
}

/** The schema itself, or the component that its `$ref` names. */
function resolve(schema: unknown, document: OpenApiDocument): Json {
  if (!isRecord(schema)) return {};
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const component: unknown = document.components?.schemas?.[$ref.slice($ref.lastIndexOf('/') + 1)];
  return isRecord(component) ? component : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads JSON of an upstream whose documentation writes PascalCase and whose servers answer camelCase
 * (gift-card-api.md section 1): every key at every level becomes lower case, so one schema reads all spellings.
 *
 * Numbers stay the text they were written in. An amount thus never passes through a float, an id of many
 * digits keeps them all, and a number that was sent as a string reads the same.
 *
 * Returns undefined for anything that is not JSON.
 */
export function readAnyCase(text: string): unknown {
  try {
    return JSON.parse(text, keepNumberTextAndLowerKeys);
  } catch {
    // Also a stack overflow: the parser's reviver recurses, and a hostile body may nest without end.
    return undefined;
  }
}

function keepNumberTextAndLowerKeys(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === 'number') return context?.source ?? String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]));
}

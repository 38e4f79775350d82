const STRING_OR_MARK = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Whether any object in this JSON text names a member twice. `JSON.parse` keeps the last and tells nobody, so two
 * readers of one token could see two different people. The text must be valid JSON.
 */
export function hasRepeatedName(json: string): boolean {
  const open: Set<unknown>[] = [];
  let lastString = '';
  for (const [piece] of json.matchAll(STRING_OR_MARK)) {
    if (piece === '{' || piece === '[') open.push(new Set());
    else if (piece === '}' || piece === ']') open.pop();
    else if (piece !== ':') lastString = piece;
    else {
      // Parsed, because "sub" and "\u0073ub" are one name.
      const name: unknown = JSON.parse(lastString);
      if (open.at(-1)?.has(name)) return true;
      open.at(-1)?.add(name);
    }
  }
  return false;
}

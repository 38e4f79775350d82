/** A text that must not turn up, and what a reader of a failed test should call it. */
export type Canary = { what: string; text: string };

/** Something that was written somewhere: a file, a log, an answer. */
export type Written = { place: string; bytes: Uint8Array | string };

export type Hit = { place: string; what: string; form: string };

/**
 * Every canary that stands in the written bytes, in whatever spelling. Letter case never matters: a host name or a
 * header may change it on the way, and a canary is too long to be met by chance.
 */
export function findCanaries(written: readonly Written[], canaries: readonly Canary[]): Hit[] {
  const sought = canaries.map(({ what, text }) => ({ what, spellings: [...spellingsOf(text)] }));
  return written.flatMap(({ place, bytes }) => {
    const haystack = asText(bytes);
    return sought.flatMap(({ what, spellings }) =>
      spellings.filter(([spelled]) => haystack.includes(spelled)).map(([, form]) => ({ place, what, form })),
    );
  });
}

/** One character for each byte, so that nothing is lost in files that are no text. */
function asText(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString('latin1').toLowerCase();
}

/** Each way to write a text down, in lower case, and its name. A short text would be met by chance. */
function spellingsOf(text: string): Map<string, string> {
  if (text.length < 10) throw new RangeError(`${text} is too short for a canary.`);
  const bytes = Buffer.from(text);
  const each = (spell: (hex: string) => string) =>
    [...bytes].map((byte) => spell(byte.toString(16).padStart(2, '0'))).join('');
  const json = JSON.stringify(text).slice(1, -1);
  const html = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const spellings: [string, string][] = [
    ['plain', bytes.toString('latin1')],
    ['percent-encoded', encodeURIComponent(text)],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(text))],
    ['percent-encoded throughout', each((hex) => `%${hex}`)],
    ['JSON', json],
    ['JSON in JSON', JSON.stringify(json).slice(1, -1)],
    ['JSON with escaped slashes', json.replaceAll('/', '\\/')],
    ['JSON escapes throughout', each((hex) => `\\u00${hex}`)],
    ['HTML', html],
    ['HTML with escaped slashes', html.replaceAll('/', '&#x2f;')],
    ['hex', bytes.toString('hex')],
    ['UTF-16', Buffer.from(text, 'utf16le').toString('latin1')],
    ...base64Of(bytes),
  ];
  // Backwards, so that of several that come out the same the first gives the name.
  return new Map(spellings.reverse().map(([form, spelled]) => [spelled.toLowerCase(), form]));
}

/** What is the same wherever the text begins within groups of three bytes: the outer characters mix with neighbours. */
function base64Of(bytes: Buffer): [string, string][] {
  return [0, 1, 2].flatMap((shift): [string, string][] => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const whole = Math.floor((shifted.length * 8) / 6);
    const inner = shifted.toString('base64').slice(Math.ceil((shift * 8) / 6), whole);
    return [
      [`base64 at ${shift}`, inner],
      [`base64url at ${shift}`, inner.replaceAll('+', '-').replaceAll('/', '_')],
    ];
  });
}

const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** Choices as the end of a sentence: "one of $10, $15 or $20", or the only one by itself. */
export function oneOf(choices: string[]): string {
  return choices.length === 1 ? `${choices[0]}` : `one of ${OR.format(choices)}`;
}

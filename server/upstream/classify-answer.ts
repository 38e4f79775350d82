/**
 * What a status code means for us. `unknown` is the only safe reading of everything that is not a definite
 * answer: the order may exist, so the same number is sent again.
 */
export type AnswerClass =
  | 'done'
  | 'conflict'
  | 'missing'
  | 'refused'
  | 'no_funds'
  | 'disabled'
  | 'slowed'
  | 'unknown';

/**
 * As gift-card-api.md has it in section 7, plus what stands between us and the upstream: 402 is how some gateways say "no
 * funds", 408 and 425 say that the request was not taken in time and not whether it was taken.
 * A 401 arrives here only after the token was renewed once.
 */
const MEANING: ReadonlyMap<number, AnswerClass> = new Map([
  [401, 'disabled'],
  [402, 'no_funds'],
  [403, 'disabled'],
  [404, 'missing'],
  [408, 'unknown'],
  [409, 'conflict'],
  [422, 'no_funds'],
  [425, 'unknown'],
  [429, 'slowed'],
]);

/** The class of an answer by its status alone; 3xx and 5xx are `unknown`. */
export function classifyStatus(status: number): AnswerClass {
  const meaning = MEANING.get(status);
  if (meaning) return meaning;
  if (status >= 200 && status < 300) return 'done';
  if (status >= 400 && status < 500) return 'refused';
  // Redirects too: following one would hand the bearer token and the order to whoever it names.
  return 'unknown';
}

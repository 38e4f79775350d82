import { expect, test } from 'vitest';
import { secretPart, startWitness } from './witness.ts';

const LINK = 'https://cards.example/claim/Kq3xWz7Lm2Pt';

test('a witness overhears a secret in a header or a body, unless the answer is there to give it', async () => {
  const witness = startWitness();
  await witness.hear('list', new Response(`{"claimLink":"${LINK}"}`));
  await witness.hear('redirect', new Response(null, { status: 303, headers: { Location: LINK } }));
  await witness.hear('reveal', new Response(LINK), ['claim']);
  await witness.hear('page', new Response(LINK), ['path', 'token']);
  // Learnt only afterwards, as a run learns from the upstream: what was heard before counts as well.
  witness.keep('claim', 'link', secretPart(LINK));
  expect(witness.overheard()).toEqual(
    ['list', 'redirect', 'page'].map((place) => ({ place, what: 'claim: link', form: 'plain' })),
  );
});

test('of an address and of a token, the part counts that nobody can guess', () => {
  expect(secretPart(LINK)).toBe('Kq3xWz7Lm2Pt');
  expect(secretPart('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl')).toBe('c2lnbmF0dXJl');
});

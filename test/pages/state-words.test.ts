import { expect, test } from 'vitest';
import { PAGE_STYLE } from '../../server/pages/page-style.ts';
import { stateWords } from '../../server/pages/state-words.ts';
import { CLAIM_PICTURES } from '../screens/claim-pictures.ts';

test('the day until which a card waits is told in full and never broken over two lines', async () => {
  const picture = CLAIM_PICTURES.find(({ state }) => state.kind === 'waiting');
  if (picture?.state.kind !== 'waiting') throw new Error('There is no picture of a card that waits.');
  const { text } = stateWords(picture.state, picture.facts, '/c/x');
  expect(String(await text)).toContain(
    '<time datetime="2026-12-06">December 6, 2026</time> in case of a return',
  );
  expect(PAGE_STYLE).toContain('time { white-space: nowrap; }');
});

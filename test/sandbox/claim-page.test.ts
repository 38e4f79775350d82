import { expect, test } from 'vitest';
import { type Api, linksOrder, startApi } from './harness.ts';

async function oneClaim(api: Api) {
  const { LineItems } = await api.accepted(linksOrder('CLAIM'));
  const { ClaimLink = '', ClaimLinkChallengeAnswer = '' } = LineItems[0]?.ClaimData[0] ?? {};
  const answer = async (text: string) => {
    const response = await fetch(ClaimLink, { method: 'POST', body: new URLSearchParams({ answer: text }) });
    return { status: response.status, headers: response.headers, html: await response.text() };
  };
  return { link: ClaimLink, right: ClaimLinkChallengeAnswer, answer };
}

const cardNumber = /\d{4} \d{4} \d{4} \d{4}/;

test('asks for the challenge answer, without a code, a script or a cache', async () => {
  const { link, right } = await oneClaim(await startApi());
  const response = await fetch(link);
  const html = await response.text();
  expect(response.status).toBe(200);
  expect(html).toContain('Challenge answer');
  expect(html).not.toMatch(cardNumber);
  expect(html).not.toContain(right);
  expect(html).not.toContain('<script');
  expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
});

test('the right answer shows the same code each time, in either letter case', async () => {
  const { right, answer } = await oneClaim(await startApi());
  const first = await answer(right);
  expect(first.status).toBe(200);
  const [code] = cardNumber.exec(first.html) ?? [];
  expect(code).toBeDefined();
  expect((await answer(` ${right.toLowerCase()} `)).html).toContain(code);
});

test('three wrong answers lock the page for 60 s, for the right answer too', async () => {
  const api = await startApi();
  const { right, answer } = await oneClaim(api);
  expect((await answer('wrong')).status).toBe(403);
  expect((await answer('')).status).toBe(403);
  const third = await answer('wrong');
  expect([third.status, third.headers.get('Retry-After')]).toEqual([429, '60']);
  await api.control('advance', { seconds: 59 });
  const locked = await answer(right);
  expect([locked.status, locked.headers.get('Retry-After')]).toEqual([429, '1']);
  expect(locked.html).not.toMatch(cardNumber);
  await api.control('advance', { seconds: 1 });
  expect((await answer(right)).html).toMatch(cardNumber);
});

test('a right answer in between starts the count of wrong ones again', async () => {
  const { right, answer } = await oneClaim(await startApi());
  const statuses = [];
  for (const text of ['no', 'no', right, 'no', 'no']) statuses.push((await answer(text)).status);
  expect(statuses).toEqual([403, 403, 200, 403, 403]);
});

test('one link being locked leaves the others open', async () => {
  const api = await startApi();
  const { LineItems } = await api.accepted(linksOrder('TWO', 2));
  const [first, second] = LineItems[0]?.ClaimData ?? [];
  const post = (link = '', answer = '') =>
    fetch(link, { method: 'POST', body: new URLSearchParams({ answer }) }).then(({ status }) => status);
  for (let wrong = 0; wrong < 3; wrong++) await post(first?.ClaimLink, 'no');
  expect(await post(second?.ClaimLink, second?.ClaimLinkChallengeAnswer)).toBe(200);
});

test('404 for a link that never was', async () => {
  const { url } = await startApi();
  expect((await fetch(`${url}/claim/unknown`)).status).toBe(404);
  expect((await fetch(`${url}/claim/unknown`, { method: 'POST' })).status).toBe(404);
});

import { expect, test } from 'vitest';
import { linksOrder, startApi } from './harness.ts';

test('an account starts with 1,000.00 and can be spent to the last cent, not beyond', async () => {
  const { order, balance } = await startApi();
  expect(await balance()).toEqual({ Available: '1000.00', Pending: '0.00' });
  expect((await order(linksOrder('ALL', 100))).status).toBe(201);
  expect((await order(linksOrder('MORE'))).status).toBe(422);
  expect(await balance()).toEqual({ Available: '0.00', Pending: '0.00' });
});

test('Pending money cannot be spent; applied, it can, with the same number', async () => {
  const { order, control, balance } = await startApi({ fundsMinor: 0 });
  await control('funding', { pending: '500.00' });
  expect(await balance()).toEqual({ Available: '0.00', Pending: '500.00' });
  expect((await order(linksOrder('FUND'))).status).toBe(422);
  expect((await control('funding', { available: '500.00' })).body).toEqual({
    Available: '500.00',
    Pending: '0.00',
  });
  expect((await order(linksOrder('FUND'))).status).toBe(201);
});

test('funds that nobody requested can be applied too', async () => {
  const { control } = await startApi({ fundsMinor: 0 });
  await control('funding', { pending: '20.00' });
  expect((await control('funding', { available: '50.5' })).body).toEqual({
    Available: '50.50',
    Pending: '0.00',
  });
});

test('30 orders at once on money for ten: ten are accepted', async () => {
  const { order, balance } = await startApi({ fundsMinor: 10_000 });
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) => order(linksOrder(`RACE-${index}`))),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(20);
  expect(await balance()).toMatchObject({ Available: '0.00' });
});

import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Visitor } from './visitor.ts';

/**
 * Follows a claim link to the gift card's own page, where a wrong answer is refused and the right one opens the card.
 * The refusal is a 403, which the browser writes to the console: it is taken off the visitor's faults, once.
 */
export async function openCard({ context, faults }: Visitor, link: Locator, answer: string): Promise<void> {
  const [card] = await Promise.all([context.waitForEvent('page'), link.click()]);
  const field = card.getByRole('textbox', { name: 'Challenge answer' });
  await field.fill(`${answer}0`);
  await card.getByRole('button', { name: 'Show my gift card' }).click();
  await card.getByRole('alert').getByText('not the answer').waitFor();
  expect(faults.splice(0)).toEqual([expect.stringContaining('status of 403')]);
  await card.getByRole('textbox', { name: 'Challenge answer' }).fill(answer);
  await card.getByRole('button', { name: 'Show my gift card' }).click();
  await card.getByRole('heading', { name: 'Here is your gift card' }).waitFor();
  await card.close();
}

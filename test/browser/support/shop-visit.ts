import type { Locator, Page } from 'playwright-core';

/** Ada in the demo shop. Resolves to her widget, once it shows its program. */
export async function logInAsAda(page: Page, shopUrl: string): Promise<Locator> {
  await page.goto(shopUrl);
  await page.getByRole('button', { name: 'Log in as Ada' }).click();
  await page.getByRole('heading', { name: 'Hello, Ada' }).waitFor();
  const widget = page.getByRole('region', { name: 'Rewards for inviting friends' });
  await widget.getByRole('heading', { name: 'Give $15, get $15' }).waitFor();
  return widget;
}

/** Presses the Copy button inside and reads what it put on the clipboard. */
export async function copyWith(place: Locator, page: Page): Promise<string> {
  await place.getByRole('button', { name: 'Copy' }).click();
  await place.getByRole('button', { name: 'Copied' }).waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Bea, who comes by a share link and makes an account. */
export async function followAndSignUp(page: Page, shareLink: string): Promise<void> {
  await page.goto(shareLink);
  await page.getByRole('heading', { name: 'Welcome to Saltmarsh' }).waitFor();
  const welcome = page.getByRole('region', { name: 'A $15 gift card for you' });
  await welcome.getByText(/invited you/).waitFor();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Bea Hollis');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('bea@mail.example');
  await page.getByRole('checkbox', { name: /see my first name/ }).check();
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Welcome, Bea').waitFor();
}

/** $32, which is over the $25 that the program asks for. */
export async function buyThePlate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add Tide plate to cart' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByRole('button', { name: 'Pay $38' }).click();
  await page.getByRole('heading', { name: 'Thank you, Bea' }).waitFor();
}

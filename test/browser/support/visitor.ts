import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** One person with a browser of their own, and everything that went wrong on the pages that they saw. */
export type Visitor = {
  context: BrowserContext;
  page: Page;
  /** Console errors, uncaught errors and violations of a content security policy, on any page of this person. */
  faults: string[];
};

/** What takes longer on pages of this machine does not happen at all. */
const PATIENCE_MS = 10_000;

/** A person without a past: no cookies, no storage, no cache. Gone when the test has ended. */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().stack}`));
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  await context.addInitScript(tellViolations);
  return { context, page: await context.newPage(), faults };
}

// Runs in the page. A violation that only reports would otherwise leave no trace.
function tellViolations(): void {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`policy: ${event.effectiveDirective} refused ${event.blockedURI} (${event.sourceFile})`);
  });
}

import { signal } from '@preact/signals-core';
import type { Visit, VisitRequest } from '../../shared/contract/click.ts';

export type WelcomeModel = ReturnType<typeof createWelcomeModel>;

/**
 * Who sent this visitor, and with what offer; `visit` stays null for somebody whom nobody referred.
 * @param ask the server; a greeting that fails leaves the page as it is
 */
export function createWelcomeModel(ask: (request: VisitRequest) => Promise<Visit>) {
  const visit = signal<Visit | null>(null);
  const isLoading = signal(false);
  const isDismissed = signal(false);

  /** Never throws. Without a token there is nobody to greet, and nothing is sent. */
  async function load(referralToken: string | null, programId: string | null): Promise<void> {
    if (!referralToken) return;
    isLoading.value = true;
    try {
      visit.value = await ask({ referralToken, ...(programId && { programId }) });
    } catch {
      visit.value = null;
    }
    isLoading.value = false;
  }

  function dismiss(): void {
    isDismissed.value = true;
  }

  return { visit, isLoading, isDismissed, load, dismiss };
}

import type { Identity } from './page.ts';

/** Every command of the page: `goodturn('open')` or `goodturn.push(['open'])`, also before the loader has arrived. */
export type Commands = {
  /** The participant is signed in; the token comes from the site's back end. */
  identify(identity: Identity): void;
  /** Ends the session here and on the server, and forgets the participant. */
  signOut(): void;
  /** Opens the floating panel, also on a page without the floating button. */
  open(): void;
  close(): void;
  /** Calls back with the referral token of this visit, for the site's own sign-up form; null when nobody referred. */
  referral(callback: (referral: { referralToken: string | null }) => void): void;
  /** Calls back on `share`, `reveal`, `open`, `close`, `token-needed`: the `goodturn-…` events without their prefix. */
  on(event: string, callback: (detail: unknown) => void): void;
  /** Whether the visitor allows the referral token to be kept in the tab's storage. */
  consent(consent: { storage: boolean }): void;
  /** Takes everything away: elements, listeners, requests, `window.goodturn`. */
  destroy(): void;
};

type Call = ArrayLike<unknown>;
type Goodturn = ((...call: unknown[]) => void) & { push(call: Call): void; isReady: true };
type Stub = Partial<Goodturn> & { q?: Call[] };
declare global {
  interface Window {
    goodturn?: unknown;
  }
}

/** Whether an earlier inclusion of the script already serves this page. */
export function isInstalled(page: Window): boolean {
  return (page.goodturn as Stub | undefined)?.isReady === true;
}

/** Replaces the stub of the pasted snippet (a function with `q`, or a plain array) and runs what it holds, in order. */
export function installCommands(page: Window, commands: Commands): void {
  const stub = page.goodturn as Stub | Call[] | undefined;
  const waiting = Array.isArray(stub) ? stub : (stub?.q ?? []);
  function run(call: Call): void {
    const [name, ...values] = Array.from(call);
    const command = (commands as Record<string, ((...values: unknown[]) => void) | undefined>)[String(name)];
    try {
      if (command) command(...values);
      else console.warn(`goodturn: there is no command ${String(name)}`);
    } catch (error) {
      // The page's own call-back or a wrong argument must not break the page that called.
      console.error('goodturn:', error);
    }
  }
  page.goodturn = Object.assign((...call: unknown[]) => run(call), { push: run, isReady: true as const });
  for (const call of waiting) run(call);
}

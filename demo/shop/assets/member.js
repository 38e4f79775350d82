// Signs the logged-in member in to the widget, and again before the token ends.
const RENEW_BEFORE_MS = 60_000;
const RETRY_AFTER_MS = 15_000;

let timer;
globalThis.goodturn ??= [];

async function signIn() {
  try {
    const response = await fetch('/account/participant-token', { method: 'POST' });
    if (response.status === 401) return globalThis.goodturn.push(['signOut']);
    if (!response.ok) throw new Error(`The shop answered ${response.status}.`);
    const { participantToken, expiresAt } = await response.json();
    globalThis.goodturn.push(['identify', { participantToken }]);
    scheduleSignIn(Math.max(Date.parse(expiresAt) - Date.now() - RENEW_BEFORE_MS, RETRY_AFTER_MS));
  } catch {
    // The shop's or Goodturn's back end is restarting: the page goes on and asks again.
    scheduleSignIn(RETRY_AFTER_MS);
  }
}

function scheduleSignIn(delayMs) {
  clearTimeout(timer);
  timer = setTimeout(signIn, delayMs);
}

// A laptop that slept through the timer is noticed by the widget, which then asks.
globalThis.goodturn.push(['on', 'token-needed', signIn]);
signIn();

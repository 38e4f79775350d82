import { MINUTE_MS, SECOND_MS } from '../clock.ts';
import type { FraudFacts } from './fraud-facts.ts';
import type { Look } from './signals.ts';

/** Others seen with a device from which on it is a place where many sit, such as an office behind one address. */
const STRANGERS_OF_A_PLACE = 2;

/** A purchase so soon after the sign-up that hardly anybody could have chosen something meanwhile. */
const TOO_FAST_MS = 20 * SECOND_MS;

export function cycle({ friend, referrer, line }: FraudFacts): string | null {
  const end = friend.id === null ? -1 : line.indexOf(friend.id);
  if (end < 0 || !referrer) return null;
  return [friend.id, referrer.id, ...line.slice(0, end + 1)].join(' was referred by ');
}

export function sameMail({ sharers, referrer }: FraudFacts): string | null {
  const sibling = sharers.find(({ referrerId }) => referrerId !== null && referrerId === referrer?.id);
  if (sibling) return `the friend has the mailbox of ${sibling.id}, whom ${referrer?.id} referred too`;
  const blocked = sharers.find(({ isBlocked }) => isBlocked);
  return blocked ? `the friend has the mailbox of ${blocked.id}, who is blocked` : null;
}

export function sameDevice({ meeting, click, referrer }: FraudFacts): string | null {
  if (meeting?.kind !== 'device' || meeting.strangers >= STRANGERS_OF_A_PLACE) return null;
  return `${click?.id} came from a device that ${referrer?.id} used that day`;
}

export function sameNetwork({ meeting, click, referrer }: FraudFacts): string | null {
  if (!meeting || (meeting.kind === 'device' && meeting.strangers < STRANGERS_OF_A_PLACE)) return null;
  return meeting.kind === 'device'
    ? `${click?.id} came from where ${referrer?.id} was that day, and ${meeting.strangers} others`
    : `${click?.id} came from a network that ${referrer?.id} used that day`;
}

export function bannedSource({ click }: FraudFacts, { bannedSources = [] }: Look): string | null {
  const host = click?.refererHost;
  if (!host) return null;
  const banned = bannedSources.map((name) => name.toLowerCase());
  const hit = banned.find((name) => host === name || host.endsWith(`.${name}`));
  return hit === undefined ? null : `${click.id} came from ${host}`;
}

export function reviewedPaidClick({ click }: FraudFacts, { paidClicks }: Look): string | null {
  return paidClicks === 'review' ? paidEvidence(click) : null;
}

export function strictPaidClick({ click }: FraudFacts, { paidClicks, level }: Look): string | null {
  return paidClicks === undefined && level === 'strict' ? paidEvidence(click) : null;
}

function paidEvidence(click: FraudFacts['click']): string | null {
  return click?.medium === 'paid' ? `${click.id} came from an advertisement` : null;
}

export function velocity({ pace, referrer }: FraudFacts, { now }: Look): string | null {
  const hit = pace.find(({ withinMs, boundAt }) => now - boundAt <= withinMs);
  return hit ? `${referrer?.id} got ${hit.friends} friends within ${hit.withinMs / MINUTE_MS} minutes` : null;
}

export function tooFast({ sinceSignUpMs }: FraudFacts): string | null {
  if (sinceSignUpMs === null || sinceSignUpMs < 0 || sinceSignUpMs >= TOO_FAST_MS) return null;
  return `bought ${Math.floor(sinceSignUpMs / SECOND_MS)} s after the sign-up`;
}

export function friendsDisposableMail({ friend }: FraudFacts): string | null {
  return friend.mailKind === 'disposable' ? "the friend's address is a throw-away one" : null;
}

export function referrersDisposableMail({ referrer }: FraudFacts): string | null {
  return referrer?.mailKind === 'disposable' ? `the address of ${referrer.id} is a throw-away one` : null;
}

export function friendsRelayMail({ friend }: FraudFacts): string | null {
  return friend.mailKind === 'relay' ? "the friend's address is a relay" : null;
}

export function referrersRelayMail({ referrer }: FraudFacts): string | null {
  return referrer?.mailKind === 'relay' ? `the address of ${referrer.id} is a relay` : null;
}

import { MINUTE_MS, SECOND_MS } from '../clock.ts';
import type { FraudFacts, Rush, Sharer } from './fraud-facts.ts';
import type { Look } from './look.ts';

/** Others seen with a device from which on it is a place where many sit, such as an office behind one address. */
const STRANGERS_OF_A_PLACE = 2;

/** A purchase so soon after the sign-up that hardly anybody could have chosen something meanwhile. */
const TOO_FAST_MS = 20 * SECOND_MS;

export function cycle({ friend, referrer, line }: FraudFacts): string | null {
  const end = friend.id === null ? -1 : line.indexOf(friend.id);
  if (end < 0 || !referrer) return null;
  return [friend.id, referrer.id, ...line.slice(0, end + 1)].join(' was referred by ');
}

export function sameMail(facts: FraudFacts): string | null {
  return sharedWith(facts.sharers, 'mailbox', facts);
}

export function sameCard(facts: FraudFacts): string | null {
  return sharedWith(facts.cardSharers, 'card', facts);
}

/** Sharing with somebody says little; with the referrer, with another friend of theirs or with somebody blocked, a lot. */
function sharedWith(sharers: Sharer[], thing: string, { referrer, line }: FraudFacts): string | null {
  const inLine = sharers.find(({ id }) => id === referrer?.id || (referrer && line.includes(id)));
  if (inLine) return `the friend has the ${thing} of ${inLine.id}, from whom the invitation came`;
  const sibling = sharers.find(({ referrerId }) => referrerId !== null && referrerId === referrer?.id);
  if (sibling) return `the friend has the ${thing} of ${sibling.id}, whom ${referrer?.id} referred too`;
  const blocked = sharers.find(({ isBlocked }) => isBlocked);
  return blocked ? `the friend has the ${thing} of ${blocked.id}, who is blocked` : null;
}

export function sameDevice({ meeting, click }: FraudFacts): string | null {
  if (meeting?.kind !== 'device' || meeting.strangers >= STRANGERS_OF_A_PLACE) return null;
  return `${click?.id} came from a device that ${meeting.by} used that day`;
}

export function sameNetwork({ meeting, click }: FraudFacts): string | null {
  if (!meeting || (meeting.kind === 'device' && meeting.strangers < STRANGERS_OF_A_PLACE)) return null;
  return meeting.kind === 'device'
    ? `${click?.id} came from where ${meeting.by} was that day, and ${meeting.strangers} others`
    : `${click?.id} came from a network that ${meeting.by} used that day`;
}

export function bannedSource({ click }: FraudFacts, { bannedSources = [], allow }: Look): string | null {
  const host = click?.refererHost;
  if (!host || !isUnder(host, bannedSources) || isUnder(host, allow?.sources)) return null;
  return `${click.id} came from ${host}`;
}

/** Whether the host, in lower case, is one of these names or stands under one. */
function isUnder(host: string, names: readonly string[] = []): boolean {
  return names.some((name) => host === name.toLowerCase() || host.endsWith(`.${name.toLowerCase()}`));
}

export function reviewedPaidClick(facts: FraudFacts, look: Look): string | null {
  return look.paidClicks === 'review' ? paidEvidence(facts, look) : null;
}

export function strictPaidClick(facts: FraudFacts, look: Look): string | null {
  return look.paidClicks === undefined && look.level === 'strict' ? paidEvidence(facts, look) : null;
}

function paidEvidence({ click, referrer }: FraudFacts, { allow }: Look): string | null {
  if (click?.medium !== 'paid') return null;
  if (click.refererHost !== null && isUnder(click.refererHost, allow?.sources)) return null;
  if (referrer?.externalId !== undefined && allow?.partners?.includes(referrer.externalId)) return null;
  return `${click.id} came from an advertisement`;
}

export function velocity({ pace, referrer }: FraudFacts, { now }: Look): string | null {
  const hit = pace.find(({ withinMs, boundAt }) => now - boundAt <= withinMs);
  return hit ? `${referrer?.id} got ${hit.friends} friends within ${hit.withinMs / MINUTE_MS} minutes` : null;
}

export function rushToReferrer(facts: FraudFacts, look: Look): string | null {
  return rushEvidence(
    facts.rush.filter(({ per }) => per === 'referrer'),
    look,
  );
}

export function rushFromPlace(facts: FraudFacts, look: Look): string | null {
  return rushEvidence(
    facts.rush.filter(({ per }) => per !== 'referrer'),
    look,
  );
}

/** The window is a number of milliseconds up to now: no calendar, so no change of clocks moves it. */
function rushEvidence(rush: Rush[], { now }: Look): string | null {
  const over = rush.filter(({ withinMs, boundAt }) => now - boundAt <= withinMs);
  if (over.length === 0) return null;
  return over
    .map(({ per, friends, withinMs }) => `${friends} by one ${per} within ${withinMs / MINUTE_MS} minutes`)
    .join(', ');
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

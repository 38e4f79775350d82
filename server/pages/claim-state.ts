import { html } from 'hono/html';
import type { Claim } from '../domain/claim/claim.ts';
import { isReady } from '../domain/claim/reveal-claim.ts';
import type { Reward } from '../domain/reward/reward.ts';
import { cardWords } from '../domain/site/rule-words.ts';
import { mailLink } from './claim-answers.ts';
import type { ClaimFacts } from './claim-facts.ts';
import type { Fragment } from './page.ts';

export type ClaimState =
  | { kind: 'ready'; openedBefore: boolean }
  | { kind: 'waiting'; until: number | null; delayed: boolean }
  | { kind: 'failed' | 'withheld' | 'cancelled' };

/** What its recipient may know about where a reward stands. */
export function claimState(reward: Reward, claim: Claim): ClaimState {
  const { status, holdUntil, reason, reversedAt } = reward;
  // What came back while its gift card is being ordered is withheld as soon as that is there.
  if (status === 'withheld' || (status === 'ordering' && reversedAt !== null)) return { kind: 'withheld' };
  if (status === 'failed') return { kind: status };
  if (status === 'cancelled' || status === 'rejected') return { kind: 'cancelled' };
  if (isReady(reward) && claim.sealedLink !== null) {
    return { kind: 'ready', openedBefore: status === 'opened' };
  }
  const until = status === 'held' ? holdUntil : null;
  return { kind: 'waiting', until, delayed: reason === 'order_delayed' };
}

/** The state as a headline and what happens next. */
export function stateWords(
  state: Exclude<ClaimState, { kind: 'ready' }>,
  facts: ClaimFacts,
): { title: string; text: Fragment } {
  const ask = html`write to ${mailLink(facts.contact)} and a person will look into it.`;
  switch (state.kind) {
    case 'waiting':
      return { title: `Your ${cardWords(facts)} is on its way`, text: waitingText(state) };
    case 'failed':
      return {
        title: `Your ${cardWords(facts)} is taking longer`,
        text: html`Something went wrong while it was being ordered. The people who order it have been told, and you
        don't need to do anything. To hear more, ${ask}`,
      };
    case 'withheld':
      return {
        title: 'This gift card is on hold',
        text: html`The order behind it was returned, so it can't be opened for now. If that isn't right, ${ask}`,
      };
    case 'cancelled':
      return {
        title: 'This gift card was cancelled',
        text: html`It can't be opened any more. If you did not expect that, ${ask}`,
      };
  }
}

function waitingText({ until, delayed }: Extract<ClaimState, { kind: 'waiting' }>): Fragment {
  if (until !== null) {
    return html`It waits until ${dateText(until)} in case of a return. Keep this page's address: the card will be here.`;
  }
  return delayed
    ? html`It is taking longer than usual. You don't need to do anything: keep this page's address, the card will be here.`
    : html`It is being ordered, which usually takes a few minutes. Load this page again to see it.`;
}

/** A date in full, in UTC: a recipient's own zone is not known, and a day is exact enough for a wait. */
function dateText(atMs: number): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(atMs);
}

import { describe, expect, test } from 'vitest';
import { REFERRAL_STATUSES } from '../../shared/contract/referral.ts';
import { REWARD_STATUSES } from '../../shared/contract/reward.ts';
import type { FriendRow, RewardRow } from '../../shared/contract/session.ts';
import { ON_HOLD } from '../../shared/on-hold.ts';
import { REASON_CODES } from '../../shared/reason.ts';
import { shortOffer } from '../../widget/floating/offer-words.ts';
import { describeFriend } from '../../widget/lists/describe-friend.ts';
import { describeReward } from '../../widget/lists/describe-reward.ts';
import { formatDate } from '../../widget/lists/format-date.ts';
import { listTextsFor } from '../../widget/lists/texts.ts';
import { NOW_MS, sampleFriend, sampleReward } from './support/sample-me.ts';

const texts = listTextsFor('en');
const INTERNAL =
  /attribut|conversion|fulfil|order id|fraud|suspicio|upstream|quarantin|token|signal|milestone|budget|eligib|block|reject|event|metadata|_|undefined|null/i;
/** What is private to the other side: a reason may be about them. */
const PRIVATE = /\b(age|young|old|country|region|address|e-?mail|domain|bought)\b/i;
const DATES = [null, '2026-11-20T12:00:00Z', '2026-12-06T12:00:00Z'];

/** Every reason in every state, with no date, one that has passed and one ahead. */
function everyCase<S>(statuses: readonly S[]) {
  return statuses.flatMap((status) =>
    REASON_CODES.flatMap((reason) => DATES.map((nextStepAt) => ({ status, reason, nextStepAt }))),
  );
}

function expectKind(words: string, about: string): void {
  expect(words, about).toMatch(/^[A-Z].*[.]$/);
  expect(words, about).not.toMatch(INTERNAL);
  expect(words, about).not.toMatch(PRIVATE);
  expect(words, about).not.toContain('!');
}

function rewardWords(row: Partial<RewardRow>) {
  return asRead(describeReward(sampleReward({ claimable: false, ...row }), texts, 'en-GB', NOW_MS));
}

function friendWords(row: Partial<FriendRow>) {
  return asRead(describeFriend(sampleFriend(row), texts, 'en-GB', NOW_MS));
}

/** Eyes and screen readers make no difference between spaces; where lines end is the matter of another test. */
function asRead<W extends object>(words: W): W {
  return JSON.parse(JSON.stringify(words).replaceAll('\xa0', ' '));
}

describe('words for people', () => {
  test('every reason in every state of a reward is a kind sentence, without internal words or anybody’s private data', () => {
    for (const row of everyCase(REWARD_STATUSES)) {
      const about = `${row.status} ${row.reason} ${row.nextStepAt}`;
      const { chip, text } = rewardWords(row);
      expect(texts.chips[chip], about).toBeTruthy();
      if (row.status === 'opened') expect(text, about).toBe('');
      else expectKind(text, about);
    }
  });

  test('every reason in every state of a friend has words, and those who count have a step', () => {
    for (const row of everyCase(REFERRAL_STATUSES)) {
      const about = `${row.status} ${row.reason} ${row.nextStepAt}`;
      const { steps, state, detail } = friendWords(row);
      if (steps === 0) expectKind(state, about);
      else expect(['Joined', 'Done', 'Rewarded'], about).toContain(state);
      if (detail) expectKind(detail, about);
    }
  });

  const UNTIL = '2026-12-06T12:00:00Z';
  test.each([
    ['held', 'hold_period', UNTIL, 'Waiting 14 days in case of a return, until 6 December.'],
    ['held', 'awaiting_approval', null, 'We’re checking this one. Usually done within two days.'],
    ['held', 'awaiting_second_approval', null, 'We’re checking this one. Usually done within two days.'],
    ['held', 'suspicious', null, 'We’re checking this one. Usually done within two days.'],
    ['held', 'country_unknown', null, 'We’re checking this one. Usually done within two days.'],
    [
      'held',
      'awaiting_approval',
      UNTIL,
      'We’re checking this one. Usually done within two days. It also waits in case of a return, until 6 December.',
    ],
    ['held', 'terms_not_accepted', null, 'Accept the terms to get it.'],
    ['approved', 'awaiting_release', UNTIL, 'Comes with the next payout, on 6 December.'],
    ['approved', 'awaiting_release', null, 'Comes with the next payout.'],
    ['failed', 'order_failed', null, 'Something went wrong with this one. We’re looking into it.'],
    ['failed', 'order_refused', null, 'Something went wrong with this one. We’re looking into it.'],
    // A person looks at the cost; its page, to which this leads on, says whom to ask.
    ['failed', 'order_cost_higher', null, 'We’re checking this one. Usually done within two days.'],
    ['issued', 'order_completed', null, 'We sent it to you.'],
    [
      'cancelled',
      'refunded',
      null,
      'The order was returned, cancelled or disputed, so this one doesn’t count.',
    ],
    ['withheld', 'refunded', null, `${ON_HOLD} Write to us if that isn’t right.`],
    ['ordering', 'refunded', null, `${ON_HOLD} Write to us if that isn’t right.`],
  ] as const)('a reward that is %s for %s until %s', (status, reason, nextStepAt, words) => {
    expect(rewardWords({ status, reason, nextStepAt, holdDays: 14 }).text).toBe(words);
  });

  test.each([
    ['held', 'hold_period', 'waiting'],
    ['held', 'awaiting_approval', 'checking'],
    ['held', 'suspicious', 'checking'],
    ['held', 'terms_not_accepted', 'kept'],
    ['ordering', 'order_quarantined', 'checking'],
    ['ordering', 'order_delayed', 'coming'],
  ] as const)(
    'what is %s for %s is not called on its way while somebody has to look',
    (status, reason, chip) => {
      expect(rewardWords({ status, reason, nextStepAt: UNTIL }).chip).toBe(chip);
    },
  );

  test.each([
    [1, 'Waiting 1 day in case of a return, until 6 December.'],
    [null, 'Waiting in case of a return, until 6 December.'],
  ])('a hold of %s days is told with its end', (holdDays, words) => {
    expect(rewardWords({ status: 'held', reason: 'hold_period', nextStepAt: UNTIL, holdDays }).text).toBe(
      words,
    );
  });

  test.each([
    ['attributed', 'waiting_for_action', 'Joined', 'They have until 6 December to use the offer.'],
    ['attributed', 'amount_too_low', 'Joined', 'The order was smaller than the offer asks for.'],
    ['qualified', 'action_done', 'Done', 'The reward is on its way.'],
    ['qualified', 'hold_period', 'Done', 'The reward waits in case of a return.'],
    ['qualified', 'milestone_not_reached', 'Done', 'It counts towards your next reward.'],
    ['completed', 'rewarded', 'Rewarded', ''],
    ['rejected', 'not_first', 'This friend had been here before, so this one doesn’t count.', ''],
    ['expired', 'referral_expired', 'The time to use this invitation is over.', ''],
    ['voided', 'refunded', 'The order was returned, cancelled or disputed, so this one doesn’t count.', ''],
  ] as const)('a friend who is %s for %s', (status, reason, state, detail) => {
    expect(friendWords({ status, reason, nextStepAt: UNTIL })).toMatchObject({ state, detail });
  });

  test('a language without words falls back to English', () => {
    expect(listTextsFor('xx-YY')).toBe(texts);
    expect(listTextsFor('en-GB')).toBe(texts);
  });
});

describe('dates', () => {
  test.each([
    ['2026-11-24T09:00:00Z', 'tomorrow'],
    ['2026-11-22T09:00:00Z', 'yesterday'],
    ['2026-12-06T12:00:00Z', '6 December'],
    ['2027-01-06T12:00:00Z', '6 January 2027'],
  ])('%s is “%s”, on one line', (iso, words) => {
    expect(formatDate(iso, 'en-GB', NOW_MS)).toBe(words.replaceAll(' ', '\xa0'));
  });

  test.each(['en-US', 'de', 'es', 'fr', 'ja', 'ar'])('in %s, no line ends within one', (locale) => {
    for (const iso of ['2026-11-24T09:00:00Z', '2026-12-06T12:00:00Z', '2027-01-06T12:00:00Z'])
      expect(formatDate(iso, locale, NOW_MS)).not.toMatch(/[ -]/);
  });
});

describe('the short offer', () => {
  test.each([
    ['Give $15, get $15', 'Give $15'],
    ['Refer a friend', 'Refer a friend'],
    ['Invite everybody you know to our wonderful shop', null],
    ['', null],
  ])('“%s” becomes %s', (title, words) => {
    expect(shortOffer(title)).toBe(words);
  });
});

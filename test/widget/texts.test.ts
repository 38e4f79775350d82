import { describe, expect, test } from 'vitest';
import { REFERRAL_STATUSES } from '../../shared/contract/referral.ts';
import { REWARD_STATUSES } from '../../shared/contract/reward.ts';
import { REASON_CODES } from '../../shared/reason.ts';
import { shortOffer } from '../../widget/floating/offer-words.ts';
import { describeFriend } from '../../widget/models/describe-friend.ts';
import { describeReward } from '../../widget/models/describe-reward.ts';
import { formatDate } from '../../widget/text/format-date.ts';
import { textsFor } from '../../widget/text/texts.ts';
import { NOW_MS, sampleFriend, sampleReward } from './support/sample-me.ts';

const texts = textsFor('en');
const INTERNAL = /attribution|conversion|fulfil|order id|fraud|upstream|quarantine|token|_/i;

describe('words for people', () => {
  test('every reason in every state of a reward has a chip, and never an internal word or an exclamation mark', () => {
    for (const status of REWARD_STATUSES) {
      for (const reason of REASON_CODES) {
        const { chip, text } = describeReward(
          sampleReward({ status, reason, claimable: false }),
          texts,
          'en',
          NOW_MS,
        );
        expect(texts.chips[chip], `${status} ${reason}`).toBeTruthy();
        expect(text, `${status} ${reason}`).not.toMatch(INTERNAL);
        expect(text).not.toContain('!');
      }
    }
  });

  test('every reason in every state of a friend has words', () => {
    for (const status of REFERRAL_STATUSES) {
      for (const reason of REASON_CODES) {
        const { text } = describeFriend(sampleFriend({ status, reason }), texts);
        expect(text, `${status} ${reason}`).toMatch(/^[A-Z].+/);
        expect(text).not.toMatch(INTERNAL);
      }
    }
  });

  test('an order that failed is a delay to its owner, and nothing they must do', () => {
    const { chip, text } = describeReward(
      sampleReward({ status: 'failed', reason: 'order_failed', claimable: false }),
      texts,
      'en',
      NOW_MS,
    );
    expect([chip, text]).toEqual(['coming', 'Taking longer than usual. You don’t need to do anything.']);
  });

  test.each([
    [14, 'Waiting 14 days in case of a return, until 6 December.'],
    [1, 'Waiting 1 day in case of a return, until 6 December.'],
    [null, 'Waiting in case of a return, until 6 December.'],
  ])('a hold of %s days is told with its end', (holdDays, words) => {
    const waiting = { status: 'held', reason: 'hold_period', claimable: false } as const;
    const held = sampleReward({ ...waiting, nextStepAt: '2026-12-06T12:00:00Z', holdDays });
    expect(describeReward(held, texts, 'en-GB', NOW_MS).text).toBe(words);
  });

  test('a language without words falls back to English', () => {
    expect(textsFor('xx-YY')).toBe(texts);
    expect(textsFor('en-GB')).toBe(texts);
  });
});

describe('dates', () => {
  test.each([
    ['2026-11-24T09:00:00Z', 'tomorrow'],
    ['2026-11-22T09:00:00Z', 'yesterday'],
    ['2026-12-06T12:00:00Z', '6 December'],
    ['2027-01-06T12:00:00Z', '6 January 2027'],
  ])('%s is “%s”', (iso, words) => {
    expect(formatDate(iso, 'en-GB', NOW_MS)).toBe(words);
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

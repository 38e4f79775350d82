import { expect, test } from 'vitest';
import {
  disclosureOf,
  offerToFriend,
  offerToReferrer,
  rewardsInviting,
} from '../../../server/domain/site/offer.ts';
import { splitProgram } from '../../../server/domain/site/program.ts';
import { siteConfig } from '../../pages/set-up.ts';

function offers(...rules: object[]) {
  const program = programWith(rules);
  return { member: offerToReferrer(program), friend: offerToFriend(program) };
}

function programWith(rules: object[]) {
  const declared = siteConfig({ program: { name: 'Deal', rules } })[0]?.programs[0];
  if (!declared) throw new Error('the program is missing');
  const { frozen, live } = splitProgram(declared);
  const versions = new Map([[1, frozen]]);
  return { id: 'friends', siteId: 'acme', version: 1, revision: 1, live, versions };
}

const reward = (to: string, amount = 1500) => ({
  to,
  productId: 'CVS',
  value: { amount, currency: 'USD' },
  delivery: 'Links',
});
const first = { firstOnly: true, minAmount: { amount: 2500, currency: 'USD' } };

test('a double-sided rule tells both sides', () => {
  const rule = { id: 'a', on: 'purchase', when: first, rewards: [reward('referrer'), reward('friend')] };
  expect(offers(rule)).toEqual({
    member: {
      title: 'Deal',
      text: 'Your friend gets a $15 gift card on their first order of $25 or more. So do you.',
    },
    friend: {
      title: 'A $15 gift card for you',
      text: 'You get a $15 gift card on your first order of $25 or more.',
    },
  });
  const unequal = { ...rule, rewards: [reward('referrer', 1000), reward('friend')] };
  expect(offers(unequal).member.text).toMatch(/ You get a \$10 gift card\.$/);
});

test('a program for referrers alone promises the friend nothing', () => {
  const rule = { id: 'a', on: 'signup', rewards: [reward('referrer')] };
  expect(offers(rule)).toEqual({
    member: { title: 'Deal', text: 'You get a $15 gift card when a friend you invite signs up.' },
    friend: { title: 'Deal', text: '' },
  });
  expect(offers({ ...rule, milestone: { every: 5 } }).member.text).toBe(
    'You get a $15 gift card for every 5 friends you invite who sign up.',
  );
});

test('a program for those who act says what they get, wherever its rule stands', () => {
  const other = { id: 'b', on: 'review', rewards: [reward('participant', 500)] };
  const text = 'You get a $5 gift card for taking part.';
  expect(offers(other)).toEqual({
    member: { title: 'Deal', text },
    friend: { title: 'A $5 gift card for you', text },
  });
  const friends = { id: 'a', on: 'purchase', rewards: [reward('friend')] };
  expect(offers(other, friends).member.text).toBe('Your friend gets a $15 gift card on their order.');
});

test('a message discloses a reward only where some rule rewards inviting', () => {
  const acting = { id: 'a', on: 'signup', rewards: [reward('participant')] };
  const friends = { id: 'b', on: 'purchase', rewards: [reward('friend')] };
  const both = { id: 'c', on: 'review', rewards: [reward('friend'), reward('referrer')] };
  expect(disclosureOf(programWith([acting, friends]))).toBeNull();
  expect(disclosureOf(programWith([acting, friends, both]))).toBe('I get a reward if you join.');
});

test.each([
  ['referrer', true],
  ['friend', true],
  ['participant', false],
])('a program that rewards the %s: inviting earns something, %s', (to, earns) => {
  const rule = { id: 'a', on: 'signup', rewards: [reward(to)] };
  expect(rewardsInviting(programWith([rule]))).toBe(earns);
});

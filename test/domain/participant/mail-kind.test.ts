import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { expect, test } from 'vitest';
import { createMailKinds } from '../../../server/domain/participant/mail-kind.ts';

const mailKindOf = createMailKinds(disposableEmailBlocklistSet());

test.each([
  ['x@mailinator.com', 'disposable'],
  ['X@MAILINATOR.COM', 'disposable'],
  ['x@inbox.mailinator.com', 'disposable'],
  ['x@a.b.yopmail.com', 'disposable'],
  ['x@guerrillamail.com', 'disposable'],
  ['x@10minutemail.com', 'disposable'],
  ['x@privaterelay.appleid.com', 'relay'],
  ['x@mozmail.com', 'relay'],
  ['x@duck.com', 'relay'],
  ['x@ann.anonaddy.com', 'relay'],
  ['x@example.com', 'ordinary'],
  ['x+tag@gmail.com', 'ordinary'],
  ['x@icloud.com', 'ordinary'],
  ['x@outlook.com', 'ordinary'],
  ['x@amailinator.com.example', 'ordinary'],
  ['x@mailinator.com.example', 'ordinary'],
  ['x@com', 'ordinary'],
])('%s is %s', (address, kind) => {
  expect(mailKindOf(address)).toBe(kind);
});

test('the list is data: another list gives other answers', () => {
  const own = createMailKinds(new Set(['example.com']));
  expect([own('x@shop.example.com'), own('x@mailinator.com')]).toEqual(['disposable', 'ordinary']);
});

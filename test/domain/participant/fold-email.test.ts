import { expect, test } from 'vitest';
import { foldEmail } from '../../../server/domain/participant/fold-email.ts';

test.each([
  ['ada@example.com', 'ada@example.com'],
  ['Ada@Example.COM', 'ada@example.com'],
  ['ada+shop@example.com', 'ada@example.com'],
  ['ada+a+b@example.com', 'ada@example.com'],
  ['a.d.a@example.com', 'a.d.a@example.com'],
  ['a.d.a@gmail.com', 'ada@gmail.com'],
  ['A.d.a+x@GoogleMail.com', 'ada@gmail.com'],
  ['ada@gmail.com.example', 'ada@gmail.com.example'],
  ['ａｄａ@example.com', 'ada@example.com'],
  ['"odd@local"@example.com', '"odd@local"@example.com'],
  ['ÄDA@example.com', 'äda@example.com'],
])('%s is one mailbox with %s', (email, folded) => {
  expect(foldEmail(email)).toBe(folded);
  // Folding a folded address changes nothing, or two spellings could still miss each other.
  expect(foldEmail(folded)).toBe(folded);
});

test.each([
  ['ada@example.com', 'bea@example.com'],
  ['ada@example.com', 'ada@example.org'],
  ['a.da@example.com', 'ada@example.com'],
])('%s and %s stay two mailboxes', (one, other) => {
  expect(foldEmail(one)).not.toBe(foldEmail(other));
});

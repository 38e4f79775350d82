import { expect, test } from 'vitest';
import { foldEmail, mailDomainOf } from '../../../server/domain/participant/fold-email.ts';

const ONE_MAILBOX: [spelling: string, folded: string][] = [
  // case, and the sub-address that almost every provider knows
  ['ada@example.com', 'ada@example.com'],
  ['Ada@Example.COM', 'ada@example.com'],
  ['ADA@EXAMPLE.com', 'ada@example.com'],
  ['ada+shop@example.com', 'ada@example.com'],
  ['ada+a+b@example.com', 'ada@example.com'],
  ['ada+@example.com', 'ada@example.com'],
  ['ADA+Shop@example.com', 'ada@example.com'],
  ['+ada@example.com', '+ada@example.com'],
  ['ada@example.com.', 'ada@example.com'],
  // Gmail does not look at dots, and has two names
  ['a.d.a@gmail.com', 'ada@gmail.com'],
  ['ada@googlemail.com', 'ada@gmail.com'],
  ['A.d.a+x@GoogleMail.com', 'ada@gmail.com'],
  ['a.d.a+x.y@gmail.com', 'ada@gmail.com'],
  ['ada@gmail.com.example', 'ada@gmail.com.example'],
  ['a.d.a@example.com', 'a.d.a@example.com'],
  // providers with rules of their own
  ['ada-shop@yahoo.com', 'ada@yahoo.com'],
  ['ada-shop@yahoo.co.uk', 'ada@yahoo.co.uk'],
  ['ada-shop+x@ymail.com', 'ada@ymail.com'],
  ['ada-shop@example.com', 'ada-shop@example.com'],
  ['ada-@gmail.com', 'ada-@gmail.com'],
  ['ada@protonmail.com', 'ada@proton.me'],
  ['a_d-a@pm.me', 'ada@proton.me'],
  ['a.da+news@proton.me', 'ada@proton.me'],
  ['ada@me.com', 'ada@icloud.com'],
  ['Ada@mac.com', 'ada@icloud.com'],
  ['a.da@icloud.com', 'a.da@icloud.com'],
  ['ada.b@ya.ru', 'adab@yandex.ru'],
  ['ada-b@yandex.com', 'adab@yandex.ru'],
  // letters that look like others, and characters that show nothing
  ['ａｄａ@example.com', 'ada@example.com'],
  ['ada＋shop@example.com', 'ada@example.com'],
  ['ⓐⓓⓐ@example.com', 'ada@example.com'],
  ['𝐚𝐝𝐚@example.com', 'ada@example.com'],
  ['ﬁona@example.com', 'fiona@example.com'],
  ['a\u200bd\u00ada@example.com', 'ada@example.com'],
  ['ada\ufeff@example.com', 'ada@example.com'],
  ['ada@ｇｍａｉｌ．com', 'ada@gmail.com'],
  ['ada@exa\u00admple.com', 'ada@example.com'],
  // composed and decomposed letters are one
  ['ÄDA@example.com', 'äda@example.com'],
  ['a\u0308da@example.com', 'äda@example.com'],
  // international domains have one ASCII form
  ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
  ['ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
  ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
  ['ada@例え。example', 'ada@xn--r8jz45g.example'],
  // quotes that need not be there
  ['"ada"@example.com', 'ada@example.com'],
  ['"a\\d\\a"@example.com', 'ada@example.com'],
  ['"ada+shop"@example.com', 'ada@example.com'],
  ['"a.d.a"@gmail.com', 'ada@gmail.com'],
  ['"odd@local"@example.com', '"odd@local"@example.com'],
  ['"ada lovelace"@example.com', '"ada lovelace"@example.com'],
  ['""@example.com', '""@example.com'],
  ['...@gmail.com', '...@gmail.com'],
];

test.each(ONE_MAILBOX)('%s is one mailbox with %s', (email, folded) => {
  expect(foldEmail(email)).toBe(folded);
  // Folding a folded address changes nothing, or two spellings could still miss each other.
  expect(foldEmail(folded)).toBe(folded);
});

test.each([
  ['ada@example.com', 'bea@example.com'],
  ['ada@example.com', 'ada@example.org'],
  ['a.da@example.com', 'ada@example.com'],
  ['ada-b@example.com', 'ada@example.com'],
  ['ada-b@gmail.com', 'ada@gmail.com'],
  ['+ada@example.com', '+bea@example.com'],
  ['ada@outlook.com', 'ada@hotmail.com'],
  ['ada@yahoo.com', 'ada@yahoo.co.uk'],
  // Cyrillic: another letter, and another mailbox, however alike they look.
  ['аda@example.com', 'ada@example.com'],
  ['"ada b"@example.com', 'adab@example.com'],
])('%s and %s stay two mailboxes', (one, other) => {
  expect(foldEmail(one)).not.toBe(foldEmail(other));
});

test.each([
  ['Ada@Example.COM', 'example.com'],
  ['"a@b"@bücher.example', 'xn--bcher-kva.example'],
  ['ada@example.com.', 'example.com'],
])('the domain of %s is %s', (email, domain) => {
  expect(mailDomainOf(email)).toBe(domain);
});

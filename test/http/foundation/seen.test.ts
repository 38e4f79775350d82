import { expect, test } from 'vitest';
import { clientAddress } from '../../../server/http/seen.ts';

const socket = () => '198.51.100.1';

test.each([
  // Nobody stands in front: the socket tells, and a header that somebody sent makes it doubtful.
  [0, undefined, '198.51.100.1'],
  [0, '203.0.113.7', null],
  // Each trusted proxy adds on the right whom it speaks to; what stands left of that is the visitor's own text.
  [1, '203.0.113.7', '203.0.113.7'],
  [1, '6.6.6.6, 203.0.113.7', '203.0.113.7'],
  [2, '203.0.113.7, 192.0.2.9', '203.0.113.7'],
  [2, '6.6.6.6,203.0.113.7,192.0.2.9', '203.0.113.7'],
  [1, '203.0.113.7:4711', '203.0.113.7'],
  [1, '[2001:db8::7]:4711', '2001:db8::7'],
  [1, '2001:db8::7', '2001:db8::7'],
  // Who came past a proxy is not known.
  [2, '203.0.113.7', null],
  [1, '', null],
  [1, undefined, null],
])('behind %i proxies, X-Forwarded-For %s means %s', (proxies, forwarded, address) => {
  expect(clientAddress(forwarded, socket, proxies)).toBe(address);
});

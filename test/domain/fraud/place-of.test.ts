import { expect, test } from 'vitest';
import { placeOf } from '../../../server/domain/fraud/place-of.ts';

test.each([
  ['203.0.113.7', '203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.7', '203.0.113.0/24'],
  ['::ffff:cb00:7107', '203.0.113.7', '203.0.113.0/24'],
  ['64:ff9b::203.0.113.7', '203.0.113.7', '203.0.113.0/24'],
  ['172.32.0.1', '172.32.0.1', '172.32.0.0/24'],
  ['100.128.0.1', '100.128.0.1', '100.128.0.0/24'],
  ['2001:db8:1:2::3', '2001:db8:1:2:0:0:0:3', '2001:db8:1::/48'],
  ['2001:0DB8:0001:0002:0:0:0:3', '2001:db8:1:2:0:0:0:3', '2001:db8:1::/48'],
  ['2a00::', '2a00:0:0:0:0:0:0:0', '2a00:0:0::/48'],
])('%s is %s in %s', (text, address, network) => {
  expect(placeOf(text)).toEqual({ address, network });
});

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.9.9.9', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['::ffff:192.168.1.1', 'private'],
  ['100.64.0.1', 'shared by the customers of a carrier'],
  ['169.254.0.1', 'local to the link'],
  ['0.0.0.0', 'nobody'],
  ['224.0.0.1', 'a group'],
  ['255.255.255.255', 'everybody'],
  ['fe80::1', 'local to the link'],
  ['fe80::1%eth0', 'local to the link'],
  ['fd00::1', 'private'],
  ['ff02::1', 'a group'],
  ['::', 'nobody'],
  ['', 'nothing'],
  ['unknown', 'no address'],
  ['256.1.1.1', 'no address'],
  ['1.2.3', 'no address'],
  ['1.2.3.4.5', 'no address'],
  ['2001:db8::1::2', 'no address'],
  ['2001:db8:1:2:3:4:5', 'no address'],
  ['2001:db8:1:2:3:4:5:6:7', 'no address'],
  ['2001:db8:1:2::3:4:5:6', 'no address'],
  ['12345::1', 'no address'],
  ['2001:db8::g', 'no address'],
  ['2001:db8::1.2.3.999', 'no address'],
])('%s tells nothing about people: %s', (text) => {
  expect(placeOf(text)).toBeNull();
});

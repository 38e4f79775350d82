import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { webhookUrlFault } from '../../server/domain/webhook/webhook-url.ts';
import { createHttpCall } from '../../server/net/http-call.ts';
import { isInsideHost, isPublicAddress } from '../../server/webhook/address-rules.ts';
import { guardedAgents, type Resolve } from '../../server/webhook/guarded-agents.ts';

const LIMITS = { timeoutMs: 2000, connectTimeoutMs: 2000, bodyLimit: 4096 };

/** Every range of RFC 6890 and its like, by its first and its last address. */
const INSIDE = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.1', '127.255.255.255'],
  ['169.254.0.0', '169.254.169.254'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.88.99.1'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.7', '203.0.113.7'],
  ['224.0.0.1', '239.255.255.255'],
  ['240.0.0.1', '255.255.255.255'],
  ['::', '::1'],
  ['fe80::1', 'febf::1'],
  ['fc00::1', 'fdff::1'],
  ['ff02::1', 'ff0e::1'],
  ['2001:db8::1', '3fff::1'],
  ['2001::1', '2001:10::1'],
  ['2002:7f00:1::', '2002:a9fe:a9fe::1'],
  ['64:ff9b::7f00:1', '64:ff9b:1::1'],
  ['100::1', '5f00::1'],
  ['::ffff:127.0.0.1', '::ffff:a9fe:a9fe'],
  ['::127.0.0.1', '::ffff:0:127.0.0.1'],
  ['fe80::1%eth0', 'not an address'],
].flat();

test.each(INSIDE)('%s is no address of the internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '1.1.1.1', '100.63.255.255', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
  '%s is one',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

describe('the address of an endpoint', () => {
  const rules = { loopback: false, isInside: isInsideHost };

  test.each([
    'http://shop.example/in',
    'ftp://shop.example/in',
    'https://user@shop.example/in',
    'https://user:word@shop.example/in',
    'https://shop.example/in#part',
    'https://localhost/in',
    'https://app.localhost/in',
    'https://localhost./in',
    'https://127.0.0.1/in',
    'https://127.0.0.1./in',
    'https://2130706433/in',
    'https://0x7f000001/in',
    'https://0177.0.0.1/in',
    'https://127.1/in',
    'https://[::1]/in',
    'https://[::ffff:127.0.0.1]/in',
    'https://[::ffff:7f00:1]/in',
    'https://[64:ff9b::7f00:1]/in',
    'https://169.254.169.254/latest/meta-data',
    'https://①②⑦.⓪.⓪.①/in',
    'shop.example/in',
  ])('%s is refused', (url) => expect(webhookUrlFault(url, rules)).toEqual(expect.any(String)));

  test('is https to anywhere else; http to this machine only where a demo allows it', () => {
    expect(webhookUrlFault('https://shop.example/in?key=1', rules)).toBeNull();
    const demo = { ...rules, loopback: true };
    expect(webhookUrlFault('http://127.0.0.1:4020/in', demo)).toBeNull();
    expect(webhookUrlFault('http://localhost:4020/in', demo)).toBeNull();
    expect(webhookUrlFault('http://shop.example/in', demo)).toEqual(expect.any(String));
    expect(webhookUrlFault('https://10.0.0.1/in', demo)).toEqual(expect.any(String));
  });
});

describe('a connection', async () => {
  let connections = 0;
  const listeners = await Promise.all(ownAddresses().map(listen));
  const ports = listeners.map((server) => server.address() as AddressInfo);
  afterAll(() => {
    for (const server of listeners) server.close();
  });

  function listen(address: string): Promise<http.Server> {
    const server = http.createServer((_, answer) => answer.end('inside'));
    server.on('connection', () => {
      connections += 1;
    });
    return new Promise((resolve) => {
      server.listen(0, address, () => resolve(server));
    });
  }

  function post(url: string, agents: Parameters<typeof guardedAgents>[0]) {
    return createHttpCall(LIMITS, guardedAgents(agents))({ method: 'POST', url, headers: {}, body: '{}' });
  }

  test('is made to no address of this machine, however it is written', async () => {
    expect(ports.length).toBeGreaterThan(0);
    for (const { address, family, port } of ports) {
      const host = family === 'IPv6' ? `[${address}]` : address;
      for (const scheme of ['https', 'http']) {
        const result = await post(`${scheme}://${host}:${port}/`, { loopback: false });
        expect(result).toEqual({ kind: 'no_answer', reason: 'ADDRESS_NOT_ALLOWED' });
      }
    }
    const [first] = ports;
    for (const host of ['2130706433', '0x7f.1', '0177.0.0.1', 'localhost', 'localhost.', '[::ffff:7f00:1]']) {
      const result = await post(`https://${host}:${first?.port}/`, { loopback: false });
      expect(result.kind).toBe('no_answer');
    }
    expect(connections).toBe(0);
  });

  test('is made to the very address that was judged, when a name changes its mind', async () => {
    const { port } = ports.find(({ address }) => address === '127.0.0.1') ?? { port: 0 };
    let asked = 0;
    const fickle: Resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    };
    const call = createHttpCall(LIMITS, guardedAgents({ loopback: true, resolve: fickle }));
    const once = () => {
      const url = `http://fickle.example:${port}/`;
      return call({ method: 'POST', url, headers: { Connection: 'close' }, body: '{}' });
    };
    expect(await once()).toMatchObject({ kind: 'answer', text: 'inside' });
    expect([asked, connections]).toEqual([1, 1]);
    connections = 0;
    expect(await once()).toEqual({ kind: 'no_answer', reason: 'ADDRESS_NOT_ALLOWED' });
    expect(connections).toBe(0);
  });

  test.each([
    ['one inside address among others', ['93.184.215.14', '127.0.0.1']],
    ['an inside IPv6 address beside a public IPv4 one', ['93.184.215.14', '::1']],
    ['a mapped one', ['::ffff:127.0.0.1']],
    ['none at all', []],
  ])('is not made for a name with %s', async (_, found) => {
    const resolve: Resolve = async () =>
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const result = await post('https://mixed.example/', { loopback: false, resolve });
    expect(result).toEqual({ kind: 'no_answer', reason: 'ADDRESS_NOT_ALLOWED' });
  });

  test('reaches this machine where a demo allows it, without following a redirect to anywhere', async () => {
    const target = http.createServer((_, answer) => {
      answer.writeHead(302, { Location: `http://127.0.0.1:${ports[0]?.port}/` }).end();
    });
    await new Promise<void>((done) => target.listen(0, '127.0.0.1', done));
    const { port } = target.address() as AddressInfo;
    const result = await post(`http://127.0.0.1:${port}/`, { loopback: true });
    expect(result).toMatchObject({ kind: 'answer', status: 302 });
    expect(connections).toBe(0);
    target.close();
    target.closeAllConnections();
  });
});

/** Every address of this machine that can be listened on without naming an interface. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ scopeid }) => !scopeid)
    .map(({ address }) => address);
}

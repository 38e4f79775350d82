import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { createHookMacs } from '../../server/vault/hook-mac.ts';
import { createMac } from '../../server/vault/mac.ts';

test("an order's hook address carries 256 bits that fit this order and this installation only", () => {
  const hooks = createHookMacs(createMac(createSecretKey(Buffer.alloc(32, 1))));
  const mac = hooks.macOf('ord_1');
  expect(mac).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(hooks.verify('ord_1', mac)).toBe(true);
  expect(hooks.verify('ord_2', mac)).toBe(false);
  for (const other of ['', mac.slice(0, -1), `${mac}=`, mac.toLowerCase()]) {
    expect(hooks.verify('ord_1', other), other).toBe(false);
  }
  const elsewhere = createHookMacs(createMac(createSecretKey(Buffer.alloc(32, 2))));
  expect(elsewhere.verify('ord_1', mac)).toBe(false);
});

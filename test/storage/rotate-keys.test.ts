import { describe, expect, test } from 'vitest';
import type { Deps } from '../../server/deps.ts';
import { openAccount } from '../../server/domain/order/open-account.ts';
import { followSealing, SealingKeyMissing } from '../../server/domain/sealing/open-sealing.ts';
import { rotateKeys } from '../../server/domain/sealing/rotate-keys.ts';
import type { Store } from '../../server/domain/store.ts';
import { sealingKeyOf } from '../../server/vault/derive-keys.ts';
import { member, purchase } from '../http/support/people.ts';
import { SECRETS } from '../support/acme.ts';
import { DIALECTS } from '../support/databases.ts';
import { type Harness, startHarness } from '../support/harness.ts';

const K1 = SECRETS.GOODTURN_SECRET;
const K2 = 'the-second-master-secret-6Yh7Uj8Ik9Ol0P';
const [OLD, NEW] = [sealingKeyOf(K1).id, sealingKeyOf(K2).id];
const BOTH = { master: K2, previous: K1 };

/** How many values are under each key. */
async function under(store: Store, keyId: string): Promise<number> {
  const { sealedValues } = store.read;
  const counts = await Promise.all(sealedValues.columns().map((column) => sealedValues.count(column, keyId)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Opens everything that is sealed, as the server does at work, and resolves to it. */
async function readAll(goodturn: Harness, rewardIds: string[]) {
  const { deps } = goodturn;
  goodturn.clock.now += 60_000;
  const claims: unknown[] = [];
  for (const id of rewardIds) {
    const given = await goodturn.post(`/v1/rewards/${id}/claim-page`, {});
    const { claimPageUrl } = await given.json();
    const page = await goodturn.app.request(new URL(claimPageUrl).pathname);
    const claim = await deps.store.read.claims.ofReward(id);
    const context = { siteId: 'acme', ownerId: id };
    const link = deps.sealer.open(claim?.sealedLink ?? '', { ...context, field: 'link' });
    claims.push({ id, claimPageUrl, status: page.status, link });
  }
  const [account] = await deps.store.read.accounts.all();
  const minted = await goodturn.post('/v1/participant-tokens', { externalId: 'somebody' });
  return {
    claims,
    account: account && openAccount(deps.sealer, account),
    minted: minted.status,
    signer: (await deps.keyRing.signingKey(goodturn.clock.now)).kid,
    pseudonym: deps.pseudonyms.email('ada@shop.example'),
  };
}

async function earn(goodturn: Harness, code: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { rewards } = await (await goodturn.post('/v1/events', purchase({ referralCode: code }))).json();
    ids.push(...rewards.map(({ id }: { id: string }) => id));
  }
  await goodturn.deps.worker.settle();
  return ids;
}

/** A run that is killed behind so many of its transactions. */
function dyingStore(store: Store, after: number): Store {
  let left = after;
  return {
    ...store,
    read: store.read,
    write(name, work) {
      if (name === 'reseal' && left === 0) throw new Error('killed');
      if (name === 'reseal') left -= 1;
      return store.write(name, work);
    },
  };
}

describe.each(DIALECTS)('a rotation of the sealing keys on %s', async (dialect) => {
  const before = await startHarness(dialect);
  const { databaseUrl, sandboxUrl } = before;
  const { code } = await member(before);
  const rewardIds = await earn(before, code, 6);
  const truth = await readAll(before, rewardIds);
  const on = (secrets: { master: string; previous?: string }) =>
    startHarness(dialect, { databaseUrl, sandboxUrl, secrets });

  function rotate(deps: Deps, { clock }: Harness, change: Partial<Parameters<typeof rotateKeys>[0]> = {}) {
    const pause = async (ms: number) => {
      clock.now += ms;
    };
    const parts = { store: deps.store, sealer: deps.sealer, clock: () => clock.now, pause, progress() {} };
    return rotateKeys({ ...parts, ...change }, NEW, OLD);
  }

  test('leaves nothing unreadable while it runs, is killed and runs again, and then the old secret can go', async () => {
    const [server, command] = [await on(BOTH), await on(BOTH)];
    // The database says which key seals, so that servers can be restarted one by one.
    expect(await under(server.deps.store, NEW)).toBe(0);
    expect(await readAll(server, rewardIds)).toEqual(truth);

    const killed = rotate(command.deps, command, { store: dyingStore(command.deps.store, 3) });
    await expect(killed).rejects.toThrow('killed');
    expect(await under(server.deps.store, OLD)).toBeGreaterThan(0);
    expect(await under(server.deps.store, NEW)).toBeGreaterThan(0);
    expect(await readAll(server, rewardIds)).toEqual(truth);
    await expect(on({ master: K2 })).rejects.toMatchObject({ missing: 'retired', keyId: OLD });
    await expect(on({ master: K1 })).rejects.toMatchObject({ missing: 'sealing', keyId: NEW });

    // Run again under traffic: the server seals with the old key until it looks which one seals now.
    const late: string[] = [];
    const again = await rotate(command.deps, command, {
      async pause(ms) {
        late.push(...(await earn(server, code, 1)));
        await followSealing(server.deps);
        late.push(...(await earn(server, code, 1)));
        command.clock.now += ms;
      },
    });
    expect(again).toEqual({ ended: [OLD], resealed: expect.any(Number), broken: [] });
    expect(late).toHaveLength(4);
    expect(await under(server.deps.store, OLD)).toBe(0);
    expect(await readAll(server, rewardIds)).toEqual(truth);
    expect((await readAll(server, late)).claims).toHaveLength(4);

    // What a frozen process wrote with the old key after all is found by another run that is given that key.
    await server.deps.store.write('reseal', async ({ sealedValues }) => {
      const [value] = await sealedValues.page('claim.sealedPath', NEW, '', 1);
      if (!value) throw new Error('there is no claim');
      const plain = server.deps.sealer.open(value.text, value.context);
      await sealedValues.replace(value, before.deps.sealer.seal(plain, value.context));
    });
    expect(await under(server.deps.store, OLD)).toBe(1);
    expect(await rotate(command.deps, command)).toMatchObject({ resealed: 1 });
    expect(await under(server.deps.store, OLD)).toBe(0);

    const after = await on({ master: K2 });
    expect(await readAll(after, rewardIds)).toEqual(truth);
    // New sites, keys and sessions are made as ever: what is looked up by keyed hash stays as it was.
    expect((await earn(after, code, 1)).length).toBe(2);
    await expect(on({ master: K1 })).rejects.toBeInstanceOf(SealingKeyMissing);
  });

  test('keeps the old key where a value does not open, and names it', async () => {
    const own = await startHarness(dialect);
    const { code: ownCode } = await member(own);
    const [rewardId = ''] = await earn(own, ownCode, 1);
    await own.deps.store.write('reseal', async ({ sealedValues }) => {
      const [value] = await sealedValues.page('claim.sealedLink', OLD, '', 1);
      if (value) await sealedValues.replace(value, `${value.text.slice(0, -2)}AA`);
    });
    const both = await startHarness(dialect, {
      databaseUrl: own.databaseUrl,
      sandboxUrl: own.sandboxUrl,
      secrets: BOTH,
    });
    const { ended, broken } = await rotate(both.deps, both);
    expect([ended, broken]).toEqual([[], [`claim.sealedLink ${rewardId}`]]);
    expect(await under(both.deps.store, OLD)).toBe(1);
    expect((await both.deps.store.read.sealingKeys.all()).map(({ id }) => id)).toContain(OLD);
  });
});

test('a server that does not hold the key that seals refuses to seal, and goes on reading', async () => {
  const first = await startHarness('sqlite');
  const { databaseUrl, sandboxUrl } = first;
  const sealed = first.deps.sealer.seal('x', { siteId: 'a', ownerId: 'b', field: 'c' });
  const both = await startHarness('sqlite', { databaseUrl, sandboxUrl, secrets: BOTH });
  const progress = () => {};
  const pause = async (ms: number) => {
    both.clock.now += ms;
  };
  await rotateKeys({ ...both.deps, clock: () => both.clock.now, pause, progress }, NEW, OLD);
  await expect(followSealing(first.deps)).rejects.toMatchObject({ missing: 'sealing', keyId: NEW });
  expect(() => first.deps.sealer.seal('y', { siteId: 'a', ownerId: 'b', field: 'c' })).toThrow(
    `The key ${NEW}, which seals now, is not held.`,
  );
  expect(first.deps.sealer.open(sealed, { siteId: 'a', ownerId: 'b', field: 'c' })).toBe('x');
});

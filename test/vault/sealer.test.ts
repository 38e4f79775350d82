import { describe, expect, test } from 'vitest';
import { SealBroken } from '../../server/domain/claim/sealer.ts';
import { deriveKeys } from '../../server/vault/derive-keys.ts';
import { createSealer } from '../../server/vault/sealer.ts';

const keyOf = (name: string) => deriveKeys(`${name}-master-secret-of-the-sealer-tests`).sealing;
const [first, second] = [keyOf('first'), keyOf('second')];
const sealer = createSealer(first);
const row = { siteId: 'acme', ownerId: 'rwd_1', field: 'claimLink' };

/** How many nonces are compared; the long run sets 1000000. */
const NONCES = Number(process.env['SEALER_NONCES'] ?? 100_000);

describe('a sealed value', () => {
  test.each(['', 'x', 'https://cards.example/claim/abc?x=1', 'Grüße 🎁 \0 end', 'y'.repeat(100_000)])(
    'opens as what was sealed (%#)',
    (plain) => {
      expect(sealer.open(sealer.seal(plain, row), row)).toBe(plain);
    },
  );

  test('shows nothing of its content and never looks the same twice', () => {
    const [one, other] = [sealer.seal('challenge 4711', row), sealer.seal('challenge 4711', row)];
    expect(one).toMatch(/^s1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
    expect(one).not.toBe(other);
    expect(Buffer.from(one.split('.')[3] ?? '', 'base64url').toString('latin1')).not.toContain('4711');
  });

  test('does not open in another row, field or site', () => {
    const sealed = sealer.seal('secret', row);
    for (const other of [
      { ...row, siteId: 'globex' },
      { ...row, ownerId: 'rwd_2' },
      { ...row, field: 'challengeAnswer' },
      { ...row, siteId: 'acm', ownerId: 'erwd_1' },
      { siteId: 'acme","rwd_1', ownerId: 'claimLink', field: '' },
      { siteId: row.ownerId, ownerId: row.siteId, field: row.field },
    ]) {
      expect(() => sealer.open(sealed, other), JSON.stringify(other)).toThrow(SealBroken);
    }
  });

  test('does not open when parts of two rows are put together', () => {
    const a = sealer.seal('secret a', row).split('.');
    const b = sealer.seal('secret b', row).split('.');
    expect(() => sealer.open(a.with(2, b[2] ?? '').join('.'), row)).toThrow(SealBroken);
    expect(() => sealer.open(a.with(3, b[3] ?? '').join('.'), row)).toThrow(SealBroken);
  });

  // Contents of three lengths in a row, so that every number of spare base64url bits comes up.
  test.each(['secret', 'secret!', 'secret!!'])(
    'does not open with any bit of its text flipped (%s)',
    (plain) => {
      const sealed = Buffer.from(sealer.seal(plain, row));
      for (let bit = 0; bit < sealed.length * 8; bit += 1) {
        const changed = Buffer.from(sealed);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => sealer.open(changed.toString('latin1'), row), `bit ${bit}`).toThrow(SealBroken);
      }
    },
  );

  test('does not open in any other spelling or cut short', () => {
    const sealed = sealer.seal('secret', row);
    const texts = [
      `${sealed}=`,
      `${sealed}\n`,
      ` ${sealed}`,
      `${sealed}.`,
      sealed.toUpperCase(),
      's1...',
      '',
      'null',
    ];
    for (let length = 0; length < sealed.length; length += 1) texts.push(sealed.slice(0, length));
    for (const text of texts) expect(() => sealer.open(text, row), text).toThrow(SealBroken);
  });

  test('fails with an error that names the row and holds nothing of the value', () => {
    const sealed = sealer.seal('secret', row);
    const open = () => sealer.open(`${sealed}AAAA`, row);
    expect(open).toThrow('The sealed claimLink of rwd_1 does not open.');
  });
});

describe('sealing keys', () => {
  test('turn: what the older sealed still opens, and the current one seals from now on', () => {
    const turned = createSealer(second, [first]);
    expect(turned.open(sealer.seal('old', row), row)).toBe('old');
    const anew = turned.seal('new', row);
    expect(anew).toMatch(new RegExp(`^s1\\.${second.id}\\.`));
    expect(createSealer(second).open(anew, row)).toBe('new');
    expect(() => sealer.open(anew, row)).toThrow(SealBroken);
  });

  test('are not interchangeable: a value under the id of another key does not open', () => {
    const renamed = sealer.seal('secret', row).replace(first.id, second.id);
    expect(() => createSealer(second, [first]).open(renamed, row)).toThrow(SealBroken);
    const unknown = sealer.seal('secret', row).replace(first.id, '00000000');
    expect(() => sealer.open(unknown, row)).toThrow(SealBroken);
  });
});

test(`no nonce comes twice in ${NONCES} values`, () => {
  const nonces = new Set<string>();
  for (let count = 0; count < NONCES; count += 1) nonces.add(sealer.seal('', row).slice(12, 28));
  expect(nonces.size).toBe(NONCES);
}, 120_000);

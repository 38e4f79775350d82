import type { Mac } from '../domain/claim/sealer.ts';
import { HOUR_MS } from '../domain/clock.ts';
import { equalMac } from './mac.ts';

const VALID_MS = HOUR_MS;

/** `<end in epoch ms>.<MAC>`, each in the one spelling that `issue` writes. */
const NONCE = /^([1-9][0-9]{0,15})\.([A-Za-z0-9_-]{43})$/;

/**
 * Proof that a form was served by us for this claim within the last hour. Nothing is stored: a browser that keeps
 * the page's origin to itself (`Origin: null`) can still show that the form is ours.
 */
type FormNonces = {
  issue(claimMac: string, now: number): string;
  verify(nonce: string, claimMac: string, now: number): boolean;
};

export function createFormNonces(mac: Mac): FormNonces {
  const sign = (claimMac: string, expiresAt: string) => mac(JSON.stringify([claimMac, expiresAt]));

  function issue(claimMac: string, now: number): string {
    const expiresAt = String(now + VALID_MS);
    return `${expiresAt}.${sign(claimMac, expiresAt)}`;
  }

  function verify(nonce: string, claimMac: string, now: number): boolean {
    const [, expiresAt = '', signature = ''] = NONCE.exec(nonce) ?? [];
    return equalMac(signature, sign(claimMac, expiresAt)) && now < Number(expiresAt);
  }

  return { issue, verify };
}

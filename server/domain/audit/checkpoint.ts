import type { Head } from './chain.ts';

/** A signed statement of how the chain ended at some time. Kept where whoever can write the database cannot. */
export type Checkpoint = Head & {
  /** Epoch ms. */
  at: number;
  /** The Ed25519 public key that it is signed with, base64url. */
  key: string;
  signature: string;
};

/** Signs with the installation's own key for checkpoints. */
export type CheckpointSigner = { key: string; sign(text: string): string };

export type IsSignedWith = (text: string, signature: string, key: string) => boolean;

/** Checkpoints as they were kept; `unreadable` counts the lines that are none, such as one that a crash cut off. */
export type KeptCheckpoints = { checkpoints: Checkpoint[]; unreadable: number };

/** Where checkpoints are kept, outside of the database. */
export interface CheckpointFile {
  append(checkpoint: Checkpoint): Promise<void>;
  /** Nothing where there is no file. */
  read(): Promise<KeptCheckpoints>;
}

/** The text under the signature, a line for each part, as a transparency log signs its state (C2SP tlog-checkpoint). */
function signedText({ sequence, hash, at }: Pick<Checkpoint, 'sequence' | 'hash' | 'at'>): string {
  return `goodturn audit checkpoint 1\n${sequence}\n${hash}\n${at}\n`;
}

/** States how the chain ends now (epoch ms). */
export function signCheckpoint(signer: CheckpointSigner, { sequence, hash }: Head, now: number): Checkpoint {
  const signature = signer.sign(signedText({ sequence, hash, at: now }));
  return { sequence, hash, at: now, key: signer.key, signature };
}

/** Whether this very key signed the checkpoint: one that names another key proves nothing. */
export function isGenuine(isSigned: IsSignedWith, checkpoint: Checkpoint, key: string): boolean {
  return checkpoint.key === key && isSigned(signedText(checkpoint), checkpoint.signature, key);
}

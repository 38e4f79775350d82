import type { FrozenProgram, LiveProgram } from './program.ts';
import type { SecretKey } from './site.ts';

export type SiteRecord = {
  id: string;
  name: string;
  contact: string;
  origins: string[];
  publishableKey: string;
  sealedIdentitySecrets: string[];
  accountId: string;
};

/** Who may change a program: the configuration file that declares it, or the API through which it was made. */
export type ManagedBy = 'file' | 'api';

export type ProgramRecord = {
  id: string;
  siteId: string;
  version: number;
  managedBy: ManagedBy;
  live: LiveProgram;
};
export type ProgramVersionRecord = {
  programId: string;
  version: number;
  digest: string;
  frozen: FrozenProgram;
  createdAt: number;
};

/**
 * This installation: `epoch` is part of every order number, `revision` grows with every change of sites or programs.
 * `clockAheadMs` is how far the clock of a sandbox is ahead of real time.
 */
type Installation = { epoch: string; revision: number; clockAheadMs: number };

/** What was applied: sites, their keys, their programs and each version of them. */
export interface SiteRows {
  installation(): Promise<Installation>;
  /** Makes the installation's row when there is none; keeps the epoch that stands. */
  install(epoch: string): Promise<void>;
  /** Nobody else applies a configuration until this write ends. */
  lock(): Promise<void>;
  bumpRevision(): Promise<void>;
  setClockAhead(ms: number): Promise<void>;
  sites(): Promise<SiteRecord[]>;
  programs(): Promise<ProgramRecord[]>;
  program(programId: string): Promise<ProgramRecord | undefined>;
  versions(): Promise<ProgramVersionRecord[]>;
  version(programId: string, version: number): Promise<ProgramVersionRecord | undefined>;
  secretKeys(): Promise<SecretKey[]>;
  putSite(site: SiteRecord): Promise<void>;
  /** Makes these the site's keys, all others end. */
  putSecretKeys(siteId: string, keys: SecretKey[]): Promise<void>;
  putProgram(program: ProgramRecord): Promise<void>;
  addVersion(version: ProgramVersionRecord): Promise<void>;
}

import type { Program as ProgramConfig } from '../../../shared/contract/program.ts';
import type { ReasonCode } from '../../../shared/reason.ts';
import { foldCode } from '../../../shared/referral-code.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import type { Rows } from '../store.ts';
import { canonicalJson } from './canonical-json.ts';
import { splitProgram } from './program.ts';
import { currencyOf } from './reward-value.ts';
import type { ManagedBy, ProgramRecord, ProgramVersionRecord } from './site-rows.ts';

type DeclaredProgram = {
  siteId: string;
  program: ProgramConfig;
  managedBy: ManagedBy;
  /** Who declares it, for the audit: `system` for the file, `key:NAME` for the API. */
  actor: string;
  now: number;
};

/** What declaring a program came to; `before` is the version that stood, null for a new program. */
export type ProgramChange = { programId: string; before: number | null; version: number; changed: boolean };

type Parts = { ids: Ids; digest: (text: string) => string };

/**
 * Makes the declared program true. A change of a frozen part makes a new version; the old one stays for the referrals
 * that began under it. Declaring the same again changes nothing. The caller holds the lock of the sites.
 * Throws `conflict` for what the stored state does not allow.
 */
export async function applyProgram(
  rows: Rows,
  { ids, digest }: Parts,
  declared: DeclaredProgram,
): Promise<ProgramChange> {
  const { siteId, program, managedBy, now } = declared;
  const { frozen, live } = splitProgram(program);
  const known = await rows.sites.program(program.id);
  if (known) refuseForeign(known, declared);
  const newest = known && (await rows.sites.version(program.id, known.version));
  const frozenDigest = digest(canonicalJson(frozen));
  const version = newest?.digest === frozenDigest ? newest.version : (newest?.version ?? 0) + 1;
  const changed = version !== newest?.version || canonicalJson(known?.live) !== canonicalJson(live);
  if (changed) {
    await rows.sites.putProgram({ id: program.id, siteId, version, managedBy, live });
    const added = { programId: program.id, version, digest: frozenDigest, frozen, createdAt: now };
    if (version !== newest?.version) await rows.sites.addVersion(added);
    await rows.audit.append([changeEntry(ids, declared, newest, version)]);
  }
  await putCampaignCodes(rows, program, now);
  await putBudget(rows, program);
  return { programId: program.id, before: newest?.version ?? null, version, changed };
}

/** Throws where the known program is another site's (`conflict`) or is managed elsewhere (`managed_by_file`, `conflict`). */
export function refuseForeign(
  known: ProgramRecord,
  { siteId, managedBy }: Pick<DeclaredProgram, 'siteId' | 'managedBy'>,
): void {
  const { id } = known;
  if (known.siteId !== siteId) {
    throw new DomainError(
      'conflict',
      `The program id ${id} is used by another site; ids of programs are unique.`,
    );
  }
  if (known.managedBy === managedBy) return;
  // Neither side takes over by itself: whoever made the program would be surprised by what it then says.
  if (managedBy === 'api') {
    throw new DomainError('managed_by_file', `The program ${id} is declared in the configuration file.`);
  }
  throw new DomainError(
    'conflict',
    `The program ${id} was made through the API; change it there, or give the one in the file another id.`,
  );
}

function changeEntry(
  ids: Ids,
  { siteId, program, actor, now }: DeclaredProgram,
  newest: ProgramVersionRecord | undefined,
  version: number,
) {
  const reason: ReasonCode = !newest
    ? 'program_made'
    : newest.version === version
      ? 'program_changed'
      : 'program_version_made';
  return auditEntry(ids, now, {
    siteId,
    subject: 'program',
    subjectId: program.id,
    status: program.status,
    actor,
    reason,
  });
}

/** A code leads to one program for ever; one that left the list keeps its row and stops earning. */
async function putCampaignCodes(
  rows: Rows,
  { id, campaignCodes }: ProgramConfig,
  now: number,
): Promise<void> {
  for (const { code: text, source } of campaignCodes) {
    const code = foldCode(text) ?? text;
    const row = { code, programId: id, participantId: null, source, clicks: 0, revision: 0 };
    if (await rows.codes.insert({ ...row, revokedAt: null, createdAt: now })) continue;
    const known = await rows.codes.find(code);
    if (known?.programId === id && known.participantId === null) continue;
    throw new DomainError('conflict', `The campaign code ${code} of the program ${id} is taken already.`);
  }
}

async function putBudget(rows: Rows, { id, budget, rules }: ProgramConfig): Promise<void> {
  const first = rules[0]?.rewards[0];
  const currency = budget?.currency ?? (first && currencyOf(first.value));
  if (!currency || (await rows.budgets.set(id, currency, budget?.amount ?? null))) return;
  throw new DomainError(
    'conflict',
    `The program ${id} has promised or paid rewards in another currency than ${currency}; make a new program for it.`,
  );
}

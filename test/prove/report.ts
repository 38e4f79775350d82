import type { Proof } from './prove.ts';

export type Report = { startedAt: string; version: string; effort: string; machine: string; proofs: Proof[] };

export function hasHeld({ proofs }: Report): boolean {
  return proofs.every(({ verdicts }) => verdicts.every(({ faults }) => faults.length === 0));
}

/** The report as a customer reads it. */
export function markdownOf(report: Report): string {
  const { startedAt, version, effort, machine, proofs } = report;
  return [
    `# What Goodturn ${version} was put through`,
    '',
    `${hasHeld(report) ? 'Every invariant held.' : '**At least one invariant broke.**'} Started ${startedAt}, ${effort} form, ${machine}.`,
    'Real server processes were put under load while they were killed, stopped, frozen, cut off and locked out, their disk',
    'filled up, their clock jumped and the upstream failed. No notice of a finished order ever reached them: they had to look.',
    'A checker that shares no code with the product then read three things: the journal that the upstream synced before',
    'each answer, the tables of the database, and the log of what clients were answered.',
    ...proofs.flatMap(partOf),
    '',
  ].join('\n');
}

function partOf(proof: Proof): string[] {
  const {
    database,
    seed,
    conversions,
    repeats,
    rewards,
    doubled,
    lost,
    settledMs,
    starts,
    disasters,
    leftOut,
    roomToWriteMs,
    verdicts,
  } = proof;
  return [
    '',
    `## ${database}`,
    '',
    `Seed ${seed}. ${conversions} conversions, told again ${repeats} times where no answer came; ${rewards} rewards; ${doubled} ordered twice, ${lost} lost. Servers started ${starts} times. After the last disaster everything was in its place within ${(settledMs / 1000).toFixed(1)} s.${afterFullDisk(roomToWriteMs)}`,
    ...longOnly(proof),
    '',
    '| what happened | times |',
    '| --- | --- |',
    ...Object.entries(disasters)
      .filter(([disaster]) => !(disaster in leftOut))
      .map(([disaster, times]) => `| ${disaster} | ${times} |`),
    ...Object.entries(leftOut).map(([disaster, why]) => `| ${disaster} | left out: ${why} |`),
    '',
    '| invariant | looked at | verdict |',
    '| --- | --- | --- |',
    ...verdicts.map(
      ({ id, what, looked, faults }) => `| ${id}: ${what} | ${looked} | ${verdictOf(faults)} |`,
    ),
  ];
}

function afterFullDisk(roomToWriteMs: number | null): string {
  if (roomToWriteMs === null) return '';
  return ` When a full disk had room again, writes were taken within ${(roomToWriteMs / 1000).toFixed(1)} s.`;
}

function verdictOf(faults: string[]): string {
  return faults.length === 0 ? 'held' : `**broke**: ${faults.join('; ')}`;
}

/** What only the long form tries. */
function longOnly({ crashPoints, recoveryMs }: Proof): string[] {
  if (crashPoints === undefined || recoveryMs === undefined) return [];
  return [
    '',
    `Killed once at each of ${crashPoints} points of the roads of rewards and messages, and the books compared after each. With default settings, twenty orders that a server held when it got SIGKILL were issued ${(recoveryMs / 1000).toFixed(1)} s later.`,
  ];
}

/**
 * `npm run prove`: what the product promises about money, shown on real processes.
 *
 *     npm run prove                              10,000 conversions and every crash point, on SQLite and PostgreSQL
 *     npm run prove -- --short                   the form that is part of `npm test`, some minutes
 *     npm run prove -- --database sqlite --seed 4711 --conversions 500 --rate 100
 *     npm run prove -- --conversions 800 --no-points           the long form's load, smaller, and no crash points
 *
 * As root on Linux SQLite's file lies on a small volume in memory, so that it can fill up; elsewhere a full disk is left
 * out, and the report says so. The other files lie in the folder for temporary ones.
 *
 * It writes `report.md` and `report.json` into `--report FOLDER` (default `prove-report`) and ends with 1 when an
 * invariant broke.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { VERSION } from '../../server/app.ts';
import buildWhenStale from '../support/build.ts';
import { ownDatabase } from '../support/own-database.ts';
import { mountVolume } from '../support/volume.ts';
import { crashAtEveryPoint } from './crash-every-point.ts';
import { EFFORTS } from './effort.ts';
import { type Proof, prove } from './prove.ts';
import { recoveryAfterKill } from './recovery.ts';
import { hasHeld, markdownOf, type Report } from './report.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    short: { type: 'boolean', default: false },
    database: { type: 'string', default: 'both' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    conversions: { type: 'string' },
    rate: { type: 'string' },
    points: { type: 'boolean', default: true },
    report: { type: 'string', default: 'prove-report' },
  },
});
const DATABASES = [
  { id: 'sqlite', name: 'SQLite' },
  { id: 'postgres', name: 'PostgreSQL' },
];

const named = EFFORTS[values.short ? 'short' : 'long'];
const effort = {
  ...named,
  conversions: Number(values.conversions ?? named.conversions),
  rate: Number(values.rate ?? named.rate),
  crashPoints: named.crashPoints && values.points,
};
const seed = Number(values.seed);

buildWhenStale();
const folder = await mkdtemp(join(tmpdir(), 'goodturn-prove-'));
const startedAt = new Date().toISOString();
console.log(`Seed ${seed}, ${effort.name} form.`);
try {
  const proofs: Proof[] = [];
  for (const database of DATABASES.filter(({ id }) => values.database === 'both' || values.database === id)) {
    const proof = await proveOn(database);
    tellVerdicts(proof);
    // Written in between: what follows takes minutes, and may fail by itself.
    await writeReport([...proofs, proof]);
    proofs.push(effort.crashPoints ? { ...proof, ...(await crashesOn(database)) } : proof);
  }
  const report = await writeReport(proofs);
  console.log(
    `${hasHeld(report) ? 'Every invariant held' : 'An invariant broke'}: ${join(values.report, 'report.md')}.`,
  );
  if (!hasHeld(report)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function tellVerdicts({ database, verdicts }: Proof): void {
  for (const { id, what, faults } of verdicts) {
    const broken = faults.map((fault) => `\n    ${fault}`).join('');
    console.log(`${database} ${id} ${broken === '' ? 'held' : 'BROKE'}: ${what}${broken}`);
  }
}

async function writeReport(proofs: Proof[]): Promise<Report> {
  const machine = `${cpus().length} cores, Node ${process.versions.node}`;
  const report: Report = { startedAt, version: VERSION, effort: effort.name, machine, proofs };
  await mkdir(values.report, { recursive: true });
  await writeFile(join(values.report, 'report.md'), markdownOf(report));
  await writeFile(join(values.report, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

async function proveOn({ id, name }: (typeof DATABASES)[number]): Promise<Proof> {
  const own = await mkdtemp(join(folder, id));
  const volume = id === 'sqlite' ? mountVolume() : null;
  try {
    const databaseUrl = await ownDatabase(id, volume?.folder ?? own);
    const place = { databaseUrl, volume, folder: own };
    return await prove({ database: name, place, seed, effort, onProgress: (line) => console.log(line) });
  } finally {
    volume?.remove();
  }
}

async function crashesOn({ id, name }: (typeof DATABASES)[number]) {
  const own = await mkdtemp(join(folder, id));
  const points = await ownDatabase(id, await mkdtemp(join(own, 'points-')));
  const crashPoints = await crashAtEveryPoint(points, (line) => console.log(`${name}: ${line}`));
  const recoveryMs = await recoveryAfterKill(await ownDatabase(id, own), own);
  console.log(
    `${name}: with default settings twenty orders of a killed server were issued ${recoveryMs} ms after`,
  );
  return { crashPoints, recoveryMs };
}

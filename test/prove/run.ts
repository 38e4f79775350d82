/**
 * `npm run prove`: what the product promises about money, shown on real processes.
 *
 *     npm run prove                              10,000 conversions and every crash point, on SQLite and PostgreSQL
 *     npm run prove -- --short                   the form that is part of `npm test`, some minutes
 *     npm run prove -- --database sqlite --seed 4711 --conversions 500
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
import { newPostgresDatabase } from './crash-every-point.ts';
import { crashAtEveryPoint } from './crash-every-point.ts';
import { EFFORTS } from './effort.ts';
import { type Proof, prove } from './prove.ts';
import { hasHeld, markdownOf, type Report } from './report.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    database: { type: 'string', default: 'both' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    conversions: { type: 'string' },
    report: { type: 'string', default: 'prove-report' },
  },
});
const named = EFFORTS[values.short ? 'short' : 'long'];
const effort = { ...named, conversions: Number(values.conversions ?? named.conversions) };
const seed = Number(values.seed);

buildWhenStale();
const folder = await mkdtemp(join(tmpdir(), 'goodturn-prove-'));
const startedAt = new Date().toISOString();
console.log(`Seed ${seed}, ${effort.name} form.`);
try {
  const proofs: Proof[] = [];
  for (const database of ['SQLite', 'PostgreSQL']) {
    if (values.database !== 'both' && values.database !== database.toLowerCase().replace('postgresql', 'postgres')) continue;
    const own = join(folder, database);
    await mkdir(own);
    const databaseUrl = database === 'SQLite' ? `file:${join(own, 'goodturn.db')}` : await newPostgresDatabase();
    const proof = await prove({ database, databaseUrl, folder: own, seed, effort, onProgress: say });
    for (const { id, what, faults } of proof.verdicts) {
      console.log(`${database} ${id} ${faults.length === 0 ? 'held' : 'BROKE'}: ${what}${faults.map((fault) => `\n    ${fault}`).join('')}`);
    }
    proofs.push(proof);
    if (effort.crashPoints) await crashAtEveryPoint(database === 'SQLite' ? 'sqlite' : 'postgres', seed);
  }
  const machine = `${cpus().length} cores, Node ${process.versions.node}`;
  const report: Report = { startedAt, version: VERSION, effort: effort.name, machine, proofs };
  await mkdir(values.report, { recursive: true });
  await writeFile(join(values.report, 'report.md'), markdownOf(report));
  await writeFile(join(values.report, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`${hasHeld(report) ? 'Every invariant held' : 'An invariant broke'}: ${join(values.report, 'report.md')}.`);
  if (!hasHeld(report)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function say(line: string): void {
  console.log(line);
}

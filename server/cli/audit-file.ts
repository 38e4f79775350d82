import { z } from 'zod';
import { linesOf } from '../../shared/csv.ts';
import type { SealedEntry } from '../domain/audit/chain.ts';
import type { Checkpoint } from '../domain/audit/checkpoint.ts';
import { checkpointShape } from '../storage/checkpoint-file.ts';

// An export: a line that says what it is and by which key its checkpoints are signed, the checkpoints, the entries.
// Strict, so that not a byte can be added either.
const head = z.strictObject({ goodturn: z.literal('audit export'), version: z.literal(1), key: z.string() });
const checkpointLine = z.strictObject({ checkpoint: checkpointShape });
const entryLine = z.strictObject({
  sequence: z.number().int(),
  hash: z.string(),
  id: z.string(),
  siteId: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  status: z.string(),
  actor: z.string(),
  reason: z.string(),
  createdAt: z.number().int(),
});

const PAGE = 2000;

/** The lines of an export, each with its end. */
export async function* exportLines(
  key: string,
  checkpoints: Checkpoint[],
  pages: AsyncIterable<SealedEntry[]>,
): AsyncGenerator<string> {
  const line = (value: object) => `${JSON.stringify(value)}\n`;
  yield line({ goodturn: 'audit export', version: 1, key });
  for (const checkpoint of checkpoints) yield line({ checkpoint });
  for await (const page of pages) {
    yield page.map(({ sequence, hash, entry }) => line({ sequence, hash, ...entry })).join('');
  }
}

/** An export's line that cannot be read: a sentence for a person. */
export class BrokenExport extends Error {
  override name = 'BrokenExport';
}

type AuditFile = {
  key: string;
  checkpoints: Checkpoint[];
  /** To be read once. */
  pages: AsyncGenerator<SealedEntry[]>;
};

/** Opens an export. Throws `BrokenExport`, and while its pages are read as well. */
export async function openAuditFile(chunks: AsyncIterable<string>): Promise<AuditFile> {
  const lines = parsedLines(chunks);
  const opened: { key: string; checkpoints: Checkpoint[] } = { key: '', checkpoints: [] };
  for (;;) {
    const { value: line, done } = await lines.next();
    if (done) return { ...opened, pages: pagesOf(lines, []) };
    if ('goodturn' in line) opened.key = line.key;
    else if ('checkpoint' in line) opened.checkpoints.push(line.checkpoint);
    else return { ...opened, pages: pagesOf(lines, [sealedOf(line)]) };
  }
}

type Line = z.infer<typeof head> | z.infer<typeof checkpointLine> | z.infer<typeof entryLine>;

async function* parsedLines(chunks: AsyncIterable<string>): AsyncGenerator<Line, void> {
  let entries = 0;
  let isBehindCheckpoints = false;
  for await (const { line, text } of linesOf(chunks)) {
    const shape = line === 1 ? head : isBehindCheckpoints ? entryLine : z.union([checkpointLine, entryLine]);
    const parsed = parse(shape, text);
    if (!parsed)
      throw new BrokenExport(
        `Line ${line} cannot be read: it is not what entry ${entries + 1} or a checkpoint looks like.`,
      );
    if ('sequence' in parsed) {
      isBehindCheckpoints = true;
      entries += 1;
    }
    yield parsed;
  }
}

function parse(shape: z.ZodType<Line>, text: string): Line | null {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function* pagesOf(lines: AsyncIterable<Line>, begun: SealedEntry[]): AsyncGenerator<SealedEntry[]> {
  let page = begun;
  for await (const line of lines) {
    if (!('sequence' in line)) continue;
    page.push(sealedOf(line));
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function sealedOf({ sequence, hash, ...entry }: z.infer<typeof entryLine>): SealedEntry {
  return { sequence, hash, auditId: entry.id, entry };
}

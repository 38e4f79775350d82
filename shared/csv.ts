/** The lines of a text that comes in pieces. */
export async function* linesOf(
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<{ line: number; text: string }> {
  let rest = '';
  let line = 1;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      yield { line, text: text.replace(/\r$/, '') };
      line += 1;
    }
  }
  if (rest !== '') yield { line, text: rest };
}

/** One row of CSV with the line on which it begins; broken when a quotation mark in it never ends. */
type CsvRecord = { line: number; fields: string[]; isBroken: boolean };

/** A quoted field may hold line breaks, but not so many that a lost mark swallows the rest of the file. */
const MAX_LINES = 20;

/** The rows of CSV as RFC 4180 has it. Empty lines are left out. */
export async function* csvRecords(
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<CsvRecord> {
  let open: { line: number; texts: string[] } | undefined;
  for await (const { line, text } of linesOf(chunks)) {
    const begun: { line: number; texts: string[] } = open ?? { line, texts: [] };
    begun.texts.push(text);
    const whole = begun.texts.join('\n');
    if (endsQuoted(whole) && begun.texts.length < MAX_LINES) {
      open = begun;
      continue;
    }
    open = undefined;
    if (whole.trim() === '') continue;
    yield { line: begun.line, fields: fieldsOf(whole), isBroken: endsQuoted(whole) };
  }
  if (open) yield { line: open.line, fields: [], isBroken: true };
}

/** Whether the text ends inside quotation marks: those within a field are doubled, so the count tells. */
function endsQuoted(text: string): boolean {
  return (text.match(/"/g)?.length ?? 0) % 2 === 1;
}

const FIELD = /\s*"((?:[^"]|"")*)"[^,]*|([^,]*)/y;

function fieldsOf(text: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at <= text.length; at = FIELD.lastIndex + 1) {
    FIELD.lastIndex = at;
    const [, quoted, plain] = FIELD.exec(text) ?? [];
    fields.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  }
  return fields;
}

/** One line of CSV as RFC 4180 has it, ended. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map((field) => quoted(inert(field))).join(',')}\r\n`;
}

/** A spreadsheet runs a cell that begins so as a formula; behind an apostrophe it stays text. */
const ACTIVE = /^[=+\-@\t\r]/;

function inert(field: string): string {
  return ACTIVE.test(field) ? `'${field}` : field;
}

/** The text of a cell that was kept from being a formula, by us or by a spreadsheet. */
export function plainCell(field: string): string {
  if (/^'[=+\-@\t\r]/.test(field)) return field.slice(1);
  // How spreadsheets keep the zeros that a number begins with.
  return /^="([^"]*)"$/.exec(field)?.[1] ?? field;
}

/** Whether a cell would be run by a spreadsheet, or came out of one as what it was told to run. */
export function isFormula(cell: string): boolean {
  return /^[=@]/.test(cell);
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const BEGIN = '<!-- bench -->';
const END = '<!-- /bench -->';

/** Puts the text between the markers of a file, or at its end with markers; everything else stays as it is. */
export function writeSection(file: string, text: string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  writeFileSync(file, withSection(before, text));
}

function withSection(document: string, text: string): string {
  const section = `${BEGIN}\n\n${text}\n\n${END}`;
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END, begin);
  if (begin === -1 || end === -1) return `${document === '' ? '' : `${document.trimEnd()}\n\n`}${section}\n`;
  return document.slice(0, begin) + section + document.slice(end + END.length);
}

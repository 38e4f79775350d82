import { csvRecords, isFormula, plainCell } from '../../../shared/csv.ts';
import { DomainError } from '../errors.ts';
import type { RawItem } from './item.ts';

/** Every column that a batch's CSV may have, with the field of the item that it fills. */
const COLUMNS = {
  itemId: 'itemId',
  externalId: 'recipient.externalId',
  email: 'recipient.email',
  phone: 'recipient.phone',
  name: 'recipient.name',
  line1: 'recipient.address.line1',
  line2: 'recipient.address.line2',
  city: 'recipient.address.city',
  state: 'recipient.address.state',
  zip: 'recipient.address.zip',
  country: 'recipient.address.country',
  productId: 'productId',
  amount: 'value.amount',
  currency: 'value.currency',
  message: 'message',
} as const;

export const CSV_COLUMNS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

type Column = (typeof CSV_COLUMNS)[number];

const BY_NAME = new Map(CSV_COLUMNS.map((column) => [column.toLowerCase(), column]));
const BY_FIELD = new Map<string, string>(CSV_COLUMNS.map((column) => [COLUMNS[column], column]));

/**
 * The items of a batch's CSV (RFC 4180, UTF-8, a header row; an empty cell says nothing). Faults are told by line and
 * column: `rows[5].email`. Throws `invalid_body` for a file that is no such list.
 */
export async function readCsvItems(bytes: Uint8Array, max: number): Promise<RawItem[]> {
  const items: RawItem[] = [];
  let header: Column[] | undefined;
  for await (const { line, fields, isBroken } of csvRecords([textOf(bytes)])) {
    if (!header) {
      header = columnsOf(fields);
      continue;
    }
    // One row more is enough to be told that there are too many.
    if (items.length > max) break;
    items.push(itemOf(header, fields, line, isBroken));
  }
  if (!header)
    throw new DomainError('invalid_body', 'The CSV is empty: its first line must name the columns.');
  return items;
}

/** The decoder takes away the byte order mark with which spreadsheets begin. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DomainError('invalid_body', 'The CSV is not in UTF-8.', { cause });
  }
}

function columnsOf(fields: string[]): Column[] {
  const names = fields.map((field) => field.trim());
  const columns = names.map((name) => BY_NAME.get(name.toLowerCase()));
  const foreign = names.filter((_, at) => columns[at] === undefined);
  const faults = [
    ...foreign.map((name) => `"${name.slice(0, 40)}" is no column`),
    ...(columns.includes('itemId') ? [] : ['the column itemId is missing']),
    ...(new Set(columns).size < columns.length ? ['a column stands there twice'] : []),
  ];
  if (faults.length > 0) {
    const allowed = CSV_COLUMNS.join(', ');
    const detail = `The first line must name the columns, with commas between: ${faults.join('; ')}. There are ${allowed}.`;
    throw new DomainError('invalid_body', detail, {
      errors: [{ path: 'rows[1]', message: faults.join('; ') }],
    });
  }
  return columns.filter((column) => column !== undefined);
}

function itemOf(header: Column[], fields: string[], line: number, isBroken: boolean): RawItem {
  const path = (field: string) => {
    const column = BY_FIELD.get(field) ?? field.split('.').at(-1);
    return column ? `rows[${line}].${column}` : `rows[${line}]`;
  };
  if (isBroken) return { value: null, fault: 'opens a quotation mark that never ends', path };
  if (fields.length > header.length) {
    const fault = `has ${fields.length} cells, and the first line has ${header.length}`;
    return { value: null, fault, path };
  }
  const cells = new Map(header.map((column, at) => [column, plainCell((fields[at] ?? '').trim())]));
  const formula = [...cells].find(([, cell]) => isFormula(cell));
  if (formula) return { value: null, fault: `has a formula in ${formula[0]}: save the values instead`, path };
  return { value: contentOf(cells), path };
}

function contentOf(cells: ReadonlyMap<Column, string>): unknown {
  const cell = (column: Column) => cells.get(column) || undefined;
  const part = (columns: readonly Column[]) => {
    const told = columns.flatMap((column) => (cell(column) === undefined ? [] : [[column, cell(column)]]));
    return told.length === 0 ? undefined : Object.fromEntries(told);
  };
  const address = part(['line1', 'line2', 'city', 'state', 'zip', 'country']);
  const amount = cell('amount');
  const currency = cell('currency');
  const hasValue = amount !== undefined || currency !== undefined;
  return {
    itemId: cell('itemId'),
    recipient: { ...part(['externalId', 'email', 'phone', 'name']), ...(address && { address }) },
    productId: cell('productId'),
    ...(hasValue && { value: { amount: amount === undefined ? undefined : wholeOf(amount), currency } }),
    message: cell('message'),
  };
}

/** Minor units; anything else stays text, which is then told as what it is. */
function wholeOf(cell: string): unknown {
  return /^\d{1,15}$/.test(cell) ? Number(cell) : cell;
}

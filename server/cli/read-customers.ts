import { z } from 'zod';
import { fieldFaults } from '../../shared/contract/field-faults.ts';
import { email, externalId } from '../../shared/contract/fields.ts';
import { plainIssue } from '../../shared/contract/plain-issue.ts';
import { csvRecords, linesOf } from '../../shared/csv.ts';

export type Customer = { id?: string | undefined; email?: string | undefined };

/** One row of the file: a customer, or why there is none. Lines count from 1. */
export type CustomerRow = { line: number } & ({ customer: Customer } | { fault: string });

/** The file as a whole cannot be read as a list of customers. */
export class NoCustomerList extends Error {
  override name = 'NoCustomerList';
}

const customer = z.object({ id: externalId.optional(), email: email.optional() });

/**
 * Reads customers from CSV with a header (`id`, `email`, others are left alone) or from JSON lines; the first character
 * tells which. Streams: a file may be larger than the memory. Throws `NoCustomerList`.
 */
export async function* readCustomers(chunks: AsyncIterable<string>): AsyncGenerator<CustomerRow> {
  const { first, all } = await peek(chunks);
  yield* first === '{' ? fromJson(all) : fromCsv(all);
}

async function* fromJson(chunks: AsyncIterable<string>): AsyncGenerator<CustomerRow> {
  for await (const { line, text } of linesOf(chunks)) {
    if (text.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      yield { line, fault: 'is not valid JSON' };
      continue;
    }
    yield checked(line, value);
  }
}

async function* fromCsv(chunks: AsyncIterable<string>): AsyncGenerator<CustomerRow> {
  let columns: string[] | undefined;
  for await (const { line, fields, isBroken } of csvRecords(chunks)) {
    if (!columns) {
      columns = fields.map((field) => field.trim().toLowerCase());
      if (!columns.includes('id') && !columns.includes('email')) {
        throw new NoCustomerList(
          'Its first line must name a column id or email, with commas between columns.',
        );
      }
      continue;
    }
    if (isBroken) {
      yield { line, fault: 'opens a quotation mark that never ends' };
      continue;
    }
    const named = columns.map((column, at) => [column, fields[at]?.trim() || undefined]);
    yield checked(line, Object.fromEntries(named));
  }
}

function checked(line: number, value: unknown): CustomerRow {
  const result = customer.safeParse(value, { error: plainIssue });
  if (!result.success) {
    const [fault] = fieldFaults(result.error);
    return { line, fault: `${fault?.path ?? ''} ${fault?.message ?? 'is not a customer'}`.trim() };
  }
  const { id, email: address } = result.data;
  if (id === undefined && address === undefined) return { line, fault: 'has neither id nor email' };
  return { line, customer: { id, email: address } };
}

/** The first character that is no white space, and the whole text again. */
async function peek(
  chunks: AsyncIterable<string>,
): Promise<{ first: string | undefined; all: AsyncIterable<string> }> {
  const reader = chunks[Symbol.asyncIterator]();
  let head = '';
  let done = false;
  while (head.trim() === '' && !done) {
    const next = await reader.next();
    done = next.done === true;
    if (!done) head += next.value;
  }
  // Spreadsheets begin a file with a byte order mark.
  head = head.replace(/^\uFEFF/, '');
  async function* all(): AsyncGenerator<string> {
    yield head;
    for (let next = await reader.next(); !next.done; next = await reader.next()) yield next.value;
  }
  return { first: head.trimStart()[0], all: all() };
}

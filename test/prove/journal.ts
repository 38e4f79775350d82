import { readFileSync } from 'node:fs';

type Card = { claim?: { token: string; answer: string } };
type Fact = { kind: string; order?: JournalOrder };
type JournalOrder = { id: string; poNumber: string; lineItems: { valueMinor: number; cards: Card[] }[] };

/** What the upstream sold, read from the journal that it synced to disk before each answer. */
export type Sold = { poNumber: string; valueMinor: number; secrets: string[] };

export function readJournal(file: string): Sold[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Fact)
    .flatMap(({ order }) => order ?? [])
    .map(({ poNumber, lineItems }) => ({
      poNumber,
      valueMinor: lineItems.reduce((sum, { valueMinor }) => sum + valueMinor, 0),
      secrets: lineItems.flatMap(({ cards }) => cards.flatMap(({ claim }) => (claim ? [claim.token] : []))),
    }));
}

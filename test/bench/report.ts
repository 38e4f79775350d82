import { PEER, RATE_AIMS, type RateAim, SIZE_AIMS } from './aims.ts';
import { markdownTable } from './markdown-table.ts';
import { MEASURES } from './measures.ts';
import type { Round } from './round.ts';
import type { Size, widgetSizes } from './widget-sizes.ts';

/** The promised ratios: one row each, with the median over the rounds of the ratio inside each round. */
export function aimTable(rounds: Round[]): string {
  const rows = RATE_AIMS.filter(({ measure, against }) => hasAll(rounds, [measure, against])).map((aim) => {
    const ratio = median(rounds.map((round) => ratioIn(round, aim)));
    return [
      whatOf(aim.measure),
      perSecond(rounds, aim.measure),
      aim.than,
      ratio.toFixed(2),
      `≥ ${aim.atLeast}`,
      verdict(ratio >= aim.atLeast),
      PEER[aim.measure] ?? '',
    ];
  });
  return markdownTable(['what', 'requests/s', 'against', 'ratio', 'aim', '', 'a peer'], rows);
}

/** Every measure, the baselines too: medians over the rounds, and how far the rounds lie apart. */
export function rateTable(rounds: Round[]): string {
  const rows = MEASURES.filter(({ id }) => hasAll(rounds, [id])).map(({ id, what }) => [
    what,
    perSecond(rounds, id),
    rounds.map((round) => Math.round(round.get(id)?.perSecond ?? 0)).join(' / '),
    String(median(rounds.map((round) => round.get(id)?.p50 ?? 0))),
    String(median(rounds.map((round) => round.get(id)?.p99 ?? 0))),
    cpu(rounds, id),
  ]);
  return markdownTable(['what', 'requests/s', 'rounds', 'p50 ms', 'p99 ms', 'CPU µs/request'], rows);
}

export function sizeTable(sizes: ReturnType<typeof widgetSizes>): string {
  const rows = [
    ['loader, all that a page without the widget gets', ...bytes(sizes.loader), ...judge('loader', sizes)],
    ['interface, all but the QR encoder', ...bytes(sizes.interface), ...judge('interface', sizes)],
    ['of it, loaded before the panel can be used', ...bytes(sizes.first), '', '', ''],
    ['QR encoder, loaded when asked for', ...bytes(sizes.qr), '', '', ''],
  ];
  return markdownTable(['widget', 'raw', 'gzip', 'brotli', 'aim (brotli)', '', 'a peer'], rows);
}

function judge(part: keyof typeof SIZE_AIMS, sizes: ReturnType<typeof widgetSizes>): string[] {
  const limit = SIZE_AIMS[part];
  return [`≤ ${limit}`, verdict(sizes[part].brotli <= limit), PEER[part] ?? ''];
}

function bytes({ raw, gzip, brotli }: Size): string[] {
  return [raw, gzip, brotli].map(String);
}

function verdict(isMet: boolean): string {
  return isMet ? 'met' : 'MISSED';
}

function ratioIn(round: Round, { measure, against }: RateAim): number {
  return (round.get(measure)?.perSecond ?? 0) / (round.get(against)?.perSecond ?? Number.NaN);
}

function perSecond(rounds: Round[], id: string): string {
  return String(Math.round(median(rounds.map((round) => round.get(id)?.perSecond ?? 0))));
}

function cpu(rounds: Round[], id: string): string {
  const known = rounds.flatMap((round) => round.get(id)?.cpuUs ?? []);
  return known.length === 0 ? '' : String(Math.round(median(known)));
}

function whatOf(id: string): string {
  return MEASURES.find((measure) => measure.id === id)?.what ?? id;
}

function hasAll(rounds: Round[], ids: string[]): boolean {
  return rounds.every((round) => ids.every((id) => round.has(id)));
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

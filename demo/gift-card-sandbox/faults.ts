/** Words that make one create go wrong, wherever they stand in `PONumber` or `Note` (gift-card-api.md section 8). */
export const faultWords = [
  'SIMTIMEOUTBEFORE',
  'SIMTIMEOUTAFTER',
  'SIMDROPAFTER',
  'SIMERR500',
  'SIMRATE429',
  'SIMNOFUNDS',
  'SIMSLOW',
  'SIMSTUCK',
  'SIMFAILED',
  'SIMPARTIAL',
  'SIMNOHOOK',
] as const;
export type FaultWord = (typeof faultWords)[number];

/**
 * The faults that hit this try.
 * @param attempt which create of this number it is, from 1; a word with `ONCE` behind it hits the first only
 */
export function faultsIn(text: string, attempt: number): ReadonlySet<FaultWord> {
  const hits = (word: FaultWord) =>
    new RegExp(`${word}(?!ONCE)`).test(text) || (attempt === 1 && text.includes(`${word}ONCE`));
  return new Set(faultWords.filter(hits));
}

/** Faults that wait for the next creates, whatever these carry. */
export type ArmedFaults = {
  /** The next `times` creates behave as if they carried the word; 0 disarms it. */
  arm(word: string, times: number): void;
  /** The armed words for one create, used up by the call. */
  take(): string;
  disarm(): void;
};

export function createArmedFaults(): ArmedFaults {
  const left = new Map<string, number>();
  return {
    arm: (word, times) => void left.set(word, times),
    take: () => {
      const due = [...left].filter(([, times]) => times > 0);
      for (const [word, times] of due) left.set(word, times - 1);
      return due.map(([word]) => word).join(' ');
    },
    disarm: () => left.clear(),
  };
}

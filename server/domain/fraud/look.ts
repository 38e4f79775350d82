import type { Program } from '../../../shared/contract/program.ts';

/** What a program says about fraud, and the instant (epoch ms) at which it looks. */
export type Look = NonNullable<Program['fraud']> & { now: number };

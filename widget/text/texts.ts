import { en } from './en.ts';
import { pickLanguage } from './pick-language.ts';

/** The shape that every language fills; a missing key is a type error. */
export type Texts = typeof en;

/** The panel's words. The parts that are fetched on demand bring their own. */
export const textsFor = pickLanguage<Texts>({ en });

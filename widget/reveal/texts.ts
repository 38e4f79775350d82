import { pickLanguage } from '../text/pick-language.ts';
import { en } from './en.ts';

type RevealTexts = typeof en;

export const revealTextsFor = pickLanguage<RevealTexts>({ en });

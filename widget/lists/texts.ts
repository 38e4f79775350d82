import { pickLanguage } from '../text/pick-language.ts';
import { en } from './en.ts';

export type ListTexts = typeof en;

export const listTextsFor = pickLanguage<ListTexts>({ en });

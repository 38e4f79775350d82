import { pickLanguage } from '../text/pick-language.ts';
import { en } from './en.ts';

export type WelcomeTexts = typeof en;

export const welcomeTextsFor = pickLanguage<WelcomeTexts>({ en });

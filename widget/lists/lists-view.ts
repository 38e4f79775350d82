import type { Signal } from '@preact/signals-core';
import type { Me } from '../../shared/contract/session.ts';
import type { Missing } from '../missing/start-missing.tsx';
import type { View } from '../panel/view.ts';
import type { Part } from '../part.ts';
import type { TermsBlock } from '../terms/start-terms.tsx';
import type { ListTexts } from './texts.ts';

/** The program's terms as they are today. Rewards wait where they are `required` and this version is not accepted. */
export type TermsState = { version: number; accepted: boolean; required: boolean };

/** A server of an earlier version says nothing of terms. */
export type MeShown = Me & { terms?: TermsState };

/** What the lists read beside the view: their words, and the parts that only some people ever see. */
export type ListsView = View & {
  words: ListTexts;
  terms: Part<TermsBlock>;
  missing: Part<Missing>;
  isMissingOpen: Signal<boolean>;
  /** Brings the keyboard to what has this id. */
  focus(id: string): void;
};

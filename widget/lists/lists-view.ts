import type { Signal } from '@preact/signals-core';
import type { Candidate } from '../missing/missing-model.ts';
import type { Missing } from '../missing/start-missing.tsx';
import type { View } from '../panel/view.ts';
import type { Part } from '../part.ts';
import type { TermsBlock } from '../terms/start-terms.tsx';
import type { ListTexts } from './texts.ts';

/** What the lists read beside the view: their words, and the parts that only some people ever see. */
export type ListsView = View & {
  words: ListTexts;
  terms: Part<TermsBlock>;
  missing: Part<Missing>;
  isMissingOpen: Signal<boolean>;
  /** One friend in a sentence, for those who have no row of their own. */
  tell(friend: Candidate): string;
  /** Brings the keyboard to what has this id. */
  focus(id: string): void;
};

import type { Signal } from '@preact/signals-core';
import type { ComponentType } from 'preact';
import type { Me } from '../../shared/contract/session.ts';
import type { Candidate } from '../missing/missing-model.ts';
import type { View } from '../panel/view.ts';
import type { Part } from '../part.ts';
import type { ListTexts } from './texts.ts';

/** What "Missing someone?" opens. */
export type Missing = ComponentType;

/** What is shown while the terms are not accepted. */
export type TermsBlock = ComponentType<{ terms: Me['terms']; termsUrl: string }>;

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

import { signal } from '@preact/signals-core';
import type { ComponentType } from 'preact';
import type { Me } from '../../shared/contract/session.ts';
import type { Candidate } from '../missing/missing-model.ts';
import type { View } from '../panel/view.ts';
import { createPart } from '../part.ts';
import { adopt } from '../styles/adopt.ts';
import { describeFriend } from './describe-friend.ts';
import { formatDate } from './format-date.ts';
import friends from './friends.css?inline';
import general from './lists.css?inline';
import { Lists } from './lists.tsx';
import type { ListsView } from './lists-view.ts';
import rewards from './rewards.css?inline';
import { listTextsFor } from './texts.ts';

/** The half with rewards and friends. A part of its own: the link can be shared before it is there. */
export function startLists(view: View, root: ShadowRoot): ComponentType<{ me: Me }> {
  adopt(root, general + rewards + friends);
  const lists: ListsView = {
    ...view,
    words: listTextsFor(view.locale),
    terms: createPart(async () => {
      const part = await import('../terms/start-terms.tsx');
      return part.startTerms(lists);
    }),
    missing: createPart(async () => {
      const part = await import('../missing/start-missing.tsx');
      return part.startMissing(lists, root);
    }),
    isMissingOpen: signal(false),
    tell: (friend) => sentenceOf(lists, friend),
    focus: (id) => root.getElementById(id)?.focus(),
  };
  return ({ me }) => <Lists view={lists} me={me} />;
}

function sentenceOf({ words, locale, now }: ListsView, friend: Candidate): string {
  const { state, detail } = describeFriend({ ...friend, nextStepAt: null }, words, locale, now());
  const what = [state, detail].filter(Boolean).join('. ');
  return `${formatDate(friend.since, locale, now())}: ${what}`;
}

import type { ReadonlySignal, Signal } from '@preact/signals-core';
import type { ComponentType } from 'preact';
import type { Me, RewardRow } from '../../shared/contract/session.ts';
import type { CopyModel } from '../models/copy-model.ts';
import type { SessionModel } from '../models/session-model.ts';
import type { Setting } from '../page.ts';
import type { Part } from '../part.ts';
import type { ShareModel } from '../share/share-model.ts';
import type { Texts } from '../text/texts.ts';

/** A reveal under way, drawn by a part that is fetched when it is asked for; without `Card` it could not be fetched. */
export type ActiveReveal = {
  rewardId: string;
  Card?: ComponentType<{ reward: RewardRow; name: string; text: string }>;
};

/** Everything that the components of one element read and call. They keep no state of their own. */
export type View = {
  setting(name: Setting): string | null;
  texts: Texts;
  locale: string;
  /** The reader's clock, epoch milliseconds. */
  now(): number;
  session: ReadonlySignal<SessionModel>;
  share: ShareModel;
  linkCopy: CopyModel;
  answerCopy: CopyModel;
  /** The one reward that is being revealed. */
  reveal: Signal<ActiveReveal | null>;
  /** Tells the page: an event of the element, with the prefix `goodturn-`. */
  emit(name: string, detail?: unknown): void;
  /** The half with rewards and friends. */
  lists: Part<ComponentType<{ me: Me }>>;
  /** That half could not be fetched. It is not asked for again until somebody tries again. */
  areListsAway: Signal<boolean>;
  /** Asks once more for what a fault keeps away. */
  tryAgain(): void;
  /** What screen readers are told beside what they find on the panel. */
  said: Signal<string>;
  /** Posts in the participant's name, trying so often. Throws `ApiFault`. */
  post(path: string, body: unknown, attempts?: number): Promise<Response>;
  copyLink(url: string): void;
  startReveal(reward: RewardRow): void;
  /** Also brings the keyboard back to where the reveal began. */
  hideReveal(): void;
};

import type { MissingReferral } from '../../shared/contract/missing-referral.ts';
import type { ListsView, Missing } from '../lists/lists-view.ts';
import { adopt } from '../styles/adopt.ts';
import { pickLanguage } from '../text/pick-language.ts';
import { en } from './en.ts';
import styles from './missing.css?inline';
import { MissingForm } from './missing-form.tsx';
import { createMissingModel } from './missing-model.ts';

const textsFor = pickLanguage({ en });

/** The search for a friend who is not on the list. A part of its own, fetched when somebody asks. */
export function startMissing(view: ListsView, root: ShadowRoot): Missing {
  adopt(root, styles);
  const texts = textsFor(view.locale);
  // Once: there is a limit to questions, and a person can press again.
  const model = createMissingModel(async (question) => {
    const response = await view.post('missing-referrals', question, 1);
    const { answers }: MissingReferral = await response.json();
    return answers;
  });
  return () => <MissingForm view={view} model={model} texts={texts} />;
}

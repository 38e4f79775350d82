import { unbroken } from '../../shared/unbroken.ts';
import type { Texts } from '../text/texts.ts';
import type { View } from './view.ts';

type NoticeName = keyof Texts['notices'];

/** The one thing that differs from the usual, or null. What keeps people from their rewards comes before the program's state. */
export function noticeFor({ session, areListsAway }: View): NoticeName | null {
  const { phase, fault, isSlow, me } = session.value;
  if (phase.value === 'signed-out') return 'signedOut';
  if (fault.value) return fault.value;
  if (areListsAway.value) return 'broken';
  if (isSlow.value) return 'slow';
  const status = me.value?.program.status ?? 'active';
  return status === 'active' ? null : status;
}

/** @param isAlone nothing else is on the panel, so the notice is its content */
export function Notice({ view, name, isAlone }: { view: View; name: NoticeName; isAlone: boolean }) {
  const { texts, locale } = view;
  const { title, text } = texts.notices[name];
  const startsAt = view.session.value.me.value?.program.startsAt;
  const signInUrl = view.setting('sign-in-url');
  const isFault = name === 'offline' || name === 'broken';
  return (
    <div
      class={isAlone ? 'notice alone' : 'notice'}
      role={isFault || name === 'expired' ? 'alert' : undefined}
    >
      <h2>{title}</h2>
      <p>{typeof text === 'string' ? text : text(startsAt ? fullDate(startsAt, locale) : null)}</p>
      {name === 'signedOut' && signInUrl && (
        <a class="button primary" href={signInUrl}>
          {texts.signIn}
        </a>
      )}
      {isFault && (
        <button type="button" class={isAlone ? 'button primary' : 'button'} onClick={view.tryAgain}>
          {texts.tryAgain}
        </button>
      )}
    </div>
  );
}

/** With its year: how far off the start is matters to those who plan. */
function fullDate(iso: string, locale: string): string {
  return unbroken(new Date(iso).toLocaleDateString(locale, { dateStyle: 'long' }));
}

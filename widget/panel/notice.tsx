import type { SessionModel } from '../models/session-model.ts';
import type { Texts } from '../text/texts.ts';
import type { View } from './view.ts';

type NoticeName = keyof Texts['notices'];

/** The one thing that differs from the usual, or null. What keeps people from their rewards comes before the program's state. */
export function noticeFor({ phase, fault, isSlow, me }: SessionModel): NoticeName | null {
  if (phase.value === 'signed-out') return 'signedOut';
  if (fault.value && fault.value !== 'expired') return fault.value;
  if (isSlow.value) return 'slow';
  const status = me.value?.program.status ?? 'active';
  return status === 'active' ? null : status;
}

/** @param isAlone nothing else is on the panel, so the notice is its content */
export function Notice({ view, name, isAlone }: { view: View; name: NoticeName; isAlone: boolean }) {
  const { texts } = view;
  const { title, text } = texts.notices[name];
  const signInUrl = view.setting('sign-in-url');
  const isFault = name === 'offline' || name === 'broken';
  return (
    <div class={isAlone ? 'notice alone' : 'notice'} role={isFault ? 'alert' : undefined}>
      <h2>{title}</h2>
      <p>{text}</p>
      {name === 'signedOut' && signInUrl && (
        <a class="button primary" href={signInUrl}>
          {texts.signIn}
        </a>
      )}
      {isFault && (
        <button
          type="button"
          class={isAlone ? 'button primary' : 'button'}
          onClick={view.session.value.refresh}
        >
          {texts.tryAgain}
        </button>
      )}
    </div>
  );
}

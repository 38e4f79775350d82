import type { FriendRow } from '../../shared/contract/session.ts';
import { describeFriend } from '../models/describe-friend.ts';
import { formatDate } from '../text/format-date.ts';
import type { View } from './view.ts';

export function FriendList({ view, friends }: { view: View; friends: readonly FriendRow[] }) {
  const { texts } = view;
  return (
    <section>
      <h3>{texts.friends}</h3>
      {friends.length ? (
        <ul class="friends">
          {friends.map((friend) => (
            <Friend key={friend.id} view={view} friend={friend} />
          ))}
        </ul>
      ) : (
        <p class="empty">{texts.noFriends}</p>
      )}
      <details>
        <summary>{texts.missing}</summary>
        <p>{texts.missingHelp}</p>
      </details>
    </section>
  );
}

function Friend({ view, friend }: { view: View; friend: FriendRow }) {
  const { texts, locale } = view;
  const { steps, text } = describeFriend(friend, texts);
  return (
    <li class="friend">
      <h4>{friend.label}</h4>
      {steps > 0 && (
        <span class="track" role="img" aria-label={texts.steps(steps)}>
          {[1, 2, 3].map((step) => (
            <i key={step} class={step <= steps ? 'done' : ''} />
          ))}
        </span>
      )}
      <p class="small">
        {text}
        {steps > 0 && ` · ${formatDate(friend.since, locale, view.now())}`}
      </p>
    </li>
  );
}

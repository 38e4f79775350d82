import type { FriendRow } from '../../shared/contract/session.ts';
import { Bones } from '../panel/skeleton.tsx';
import { describeFriend } from './describe-friend.ts';
import { formatDate } from './format-date.ts';
import type { ListsView } from './lists-view.ts';

type FriendsProps = { view: ListsView; friends: readonly FriendRow[] };

/** The friends whom the person has invited, as the server names them. */
export function FriendList({ view, friends }: FriendsProps) {
  const { words } = view;
  return (
    <section>
      <h3>{words.friends}</h3>
      {friends.length ? (
        <ul class="friends">
          {friends.map((friend) => (
            <Friend key={friend.id} view={view} friend={friend} />
          ))}
        </ul>
      ) : (
        <p class="empty">{words.noFriends}</p>
      )}
      <Question view={view} />
    </section>
  );
}

function Friend({ view, friend }: { view: ListsView; friend: FriendRow }) {
  const { words, locale } = view;
  const { steps, state, detail } = describeFriend(friend, words, locale, view.now());
  return (
    <li class="friend">
      <h4>{friend.label}</h4>
      {steps > 0 && (
        <span class="track" role="img" aria-label={words.steps(steps)}>
          {[1, 2, 3].map((step) => (
            <i key={step} class={step <= steps ? 'done' : ''} />
          ))}
        </span>
      )}
      <p class="small">
        {state}
        {steps > 0 && ` · ${formatDate(friend.since, locale, view.now())}`}
      </p>
      {detail && <p class="small">{detail}</p>}
    </li>
  );
}

/** "Missing someone?" opens the form in place. */
function Question({ view }: { view: ListsView }) {
  const isOpen = view.isMissingOpen.value;
  const Missing = isOpen && view.missing();
  return (
    <>
      <button
        type="button"
        class="quiet"
        id="missing"
        aria-expanded={isOpen}
        onClick={() => {
          view.isMissingOpen.value = !isOpen;
        }}
      >
        {view.words.missing}
      </button>
      {isOpen && (Missing ? <Missing /> : <Bones names={['block']} />)}
    </>
  );
}

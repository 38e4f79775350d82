/**
 * Follows a card that is on its way: the page asks for itself again and shows what has changed in its place, so that nothing
 * blinks, nobody loses their place, and a screen reader says the new headline once. It stands inside the page, allowed by its
 * hash, and only there: a page with a form to fill in or a secret to show runs nothing. Browsers without scripts load the
 * page again instead. `data-again` says after how many seconds; where it is missing the page has come to its end.
 */
export const FOLLOW_SCRIPT = `
const { documentElement } = document;
const status = document.querySelector('[role=status]');
let timer;

async function look() {
  if (document.hidden || !documentElement.dataset.again) return;
  try {
    const answer = await fetch(location.href);
    const isClaim = answer.ok || answer.status === 410;
    if (isClaim) show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } catch {
    // Without a network this time; the next look may have one.
  }
  lookLater();
}

function lookLater() {
  clearTimeout(timer);
  timer = setTimeout(look, Number(documentElement.dataset.again) * 1000);
}

function show(next) {
  const headline = next.querySelector('h1').textContent;
  const isNews = headline !== document.querySelector('h1').textContent;
  renew(document.querySelector('.card'), next.querySelector('.card'));
  renew(document.querySelector('.more'), next.querySelector('.more'));
  documentElement.dataset.again = next.documentElement.dataset.again ?? '';
  if (isNews) status.textContent = headline;
}

// What reads the same stays: the keyboard may be on it, or somebody may have opened it.
function renew(old, fresh) {
  const [was, is] = [old, fresh].map((whole) => [...whole.querySelectorAll('.gift, .words > *, .more > *')]);
  if (was.length !== is.length) return old.replaceWith(fresh);
  was.forEach((part, at) => isSame(part, is[at]) || part.replaceWith(is[at]));
}

function isSame(one, other) {
  return one.textContent === other.textContent && one.className === other.className;
}

document.addEventListener('visibilitychange', look);
lookLater();
`;

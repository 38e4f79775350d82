// Shows in the demo's bar what Goodturn did, as it happens.
const POLL_MS = 500;
/** The next page shows at once what this one knew. */
const KEPT = 'behind-the-scenes';
const bar = document.querySelector('#behind-the-scenes');
const latest = bar.querySelector('.scenes-latest');
const list = bar.querySelector('.scenes-steps');
let shown = '';

async function show() {
  if (!document.hidden) {
    try {
      const response = await fetch('/behind-the-scenes');
      if (response.ok) draw(await response.json());
    } catch {
      // The shop is restarting; the next round will tell.
    }
  }
  setTimeout(show, POLL_MS);
}

function draw({ reachable, steps }) {
  const now = JSON.stringify({ reachable, steps });
  // An unchanged list is left alone: a reader's place and a screen reader's peace are worth more.
  if (now === shown) return;
  shown = now;
  sessionStorage.setItem(KEPT, now);
  for (const stage of bar.querySelectorAll('.scenes-track .scenes-stage')) {
    stage.toggleAttribute(
      'data-done',
      currentStory(steps).some((step) => step.stage === stage.dataset.stage),
    );
  }
  latest.textContent = reachable
    ? (steps[0]?.text ?? 'Nothing has happened yet.')
    : 'Goodturn does not answer.';
  list.replaceChildren(...steps.map(row));
}

/** What followed the latest click: the track tells one story, the list tells all. */
function currentStory(steps) {
  const click = steps.findIndex((step) => step.stage === 'click');
  return click < 0 ? steps : steps.slice(0, click + 1);
}

function row({ stage, at, text, details }) {
  const item = element('li', 'scenes-step');
  const time = element('time', 'scenes-time', new Date(at).toLocaleTimeString());
  time.dateTime = at;
  const body = element('div', 'scenes-body');
  body.append(element('span', 'scenes-text', text), ...details.map((detail) => element('small', '', detail)));
  const name = element('span', 'scenes-stage', stage);
  name.toggleAttribute('data-done', true);
  item.append(name, body, time);
  return item;
}

function element(tag, className, text = '') {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

const kept = sessionStorage.getItem(KEPT);
if (kept) draw(JSON.parse(kept));
show();

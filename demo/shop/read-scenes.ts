import type { EventAnswer } from './goodturn-messages.ts';
import {
  type Step,
  sortSteps,
  stepsOfArrival,
  stepsOfDecisions,
  stepsOfEvent,
  stepsOfOrder,
  stepsOfReward,
} from './scenes.ts';
import type { Shop } from './shop.ts';
import type { OutgoingEvent } from './state.ts';

/** How many of the latest events the bar tells about. */
const EVENTS_SHOWN = 12;
/** Several open windows share one reading of Goodturn's API. */
const FRESH_FOR_MS = 300;

/** `reachable: false` = Goodturn did not answer; the steps that the shop knows by itself are still there. */
type Scenes = { reachable: boolean; steps: Step[] };

/** A function that tells what happened, newest first, and keeps what cannot change any more. */
export function createSceneReader(shop: Shop): () => Promise<Scenes> {
  const answers = new Map<string, EventAnswer>();
  let latest: { at: number; scenes: Promise<Scenes> } | null = null;
  return function readScenes(): Promise<Scenes> {
    if (!latest || Date.now() - latest.at > FRESH_FOR_MS) {
      latest = { at: Date.now(), scenes: tellScenes(shop, answers) };
    }
    return latest.scenes;
  };
}

async function tellScenes(shop: Shop, answers: Map<string, EventAnswer>): Promise<Scenes> {
  const { arrivals, events, customers } = shop.data.state;
  const shown = events.slice(-EVENTS_SHOWN);
  const steps = [...arrivals.slice(-EVENTS_SHOWN).flatMap(stepsOfArrival), ...shown.flatMap(stepsOfEvent)];
  if (shown.length === 0) return { reachable: true, steps: sortSteps(steps) };
  try {
    const [rewards, orders] = await Promise.all([shop.goodturn.listRewards(), shop.goodturn.listOrders()]);
    for (const event of shown.filter(({ state }) => state === 'accepted')) {
      steps.push(...stepsOfDecisions(await answerTo(shop, event, answers)));
    }
    const shownIds = new Set(shown.map((event) => event.request.eventId));
    const shownRewards = rewards.filter((reward) => shownIds.has(reward.eventId));
    steps.push(...shownRewards.flatMap((reward) => stepsOfReward(reward, customers)));
    steps.push(...orders.flatMap((order) => stepsOfOrder(order, shownRewards)));
    return { reachable: true, steps: sortSteps(steps) };
  } catch {
    // Said in the bar itself, on every page; a line in the log every second would say no more.
    return { reachable: false, steps: sortSteps(steps) };
  }
}

/** Goodturn's answer to an event is final, so one reading is enough. */
async function answerTo(
  shop: Shop,
  event: OutgoingEvent,
  answers: Map<string, EventAnswer>,
): Promise<EventAnswer> {
  const { eventId } = event.request;
  const known = answers.get(eventId) ?? (await shop.goodturn.readEvent(eventId));
  answers.set(eventId, known);
  return known;
}

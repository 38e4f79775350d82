import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';

/** The part of a request that tells who follows a link. */
type VisitRequest = Pick<Request, 'method' | 'headers'>;

/**
 * Agents that fetch a link in order to show a card of it in a chat or a feed. iMessage calls itself
 * `facebookexternalhit` and `Twitterbot`.
 */
const PREVIEWS = [
  'facebookexternalhit',
  'facebot',
  'meta-externalagent',
  'whatsapp/',
  'slackbot',
  'slack-imgproxy',
  'twitterbot',
  'linkedinbot',
  'telegrambot',
  'discordbot',
  'skypeuripreview',
  'microsoftpreview',
  'bluesky',
  'cardyb',
  'mastodon/',
  'pinterestbot',
  'redditbot',
  'viber',
  'line-poker',
  'kakaotalk-scrap',
  'vkshare',
  'snap url preview',
  'iframely',
  'embedly',
  'applebot',
  'signal-preview',
];

/** Whether the agent wants a page to draw a preview from. */
export function isLinkPreview({ headers }: VisitRequest): boolean {
  return verdictOn(headers).isPreview;
}

/**
 * Whether a person follows the link now: a GET for a document (Fetch Metadata; old browsers send no such header),
 * not fetched ahead of time, and not by a machine.
 */
export function isCounted(request: VisitRequest): boolean {
  const { method, headers } = request;
  const destination = headers.get('sec-fetch-dest');
  return (
    method === 'GET' &&
    (destination === null || destination === 'document') &&
    !isFetchedAhead(headers) &&
    !verdictOn(headers).isMachine
  );
}

/**
 * Whether a page made the browser fetch the link as a frame, an image or the like: nobody chose to follow it, so a token
 * would bind people who know of nothing (cookie stuffing). What is fetched ahead may be followed yet.
 */
export function isForced({ headers }: VisitRequest): boolean {
  const destination = headers.get('sec-fetch-dest');
  return destination !== null && destination !== 'document' && !isFetchedAhead(headers);
}

/** `Sec-Purpose` is the standard; `Purpose` and `X-Moz` are what browsers said before it. */
function isFetchedAhead(headers: Headers): boolean {
  return headers.has('sec-purpose') || ['purpose', 'x-moz'].some((name) => headers.get(name) === 'prefetch');
}

type Verdict = { isMachine: boolean; isPreview: boolean };

function verdictOn(headers: Headers): Verdict {
  const agent = headers.get('user-agent')?.trim() ?? '';
  const known = verdicts.get(agent);
  if (known) return known;
  const verdict = { isMachine: isMachineAgent(agent), isPreview: isPreviewAgent(agent.toLowerCase()) };
  verdicts.set(agent, verdict);
  return verdict;
}

/**
 * The list of bots is one very long expression, and most visitors come with one of a few hundred agents. What is said of an
 * agent never changes, so it carries no time limit.
 */
const verdicts = new LRUCache<string, Verdict>({ max: 1000 });

/** `isbot` lets pass an empty user agent, which no browser has, and the preview that Viber makes on phones. */
function isMachineAgent(agent: string): boolean {
  return agent === '' || /viber/i.test(agent) || isbot(agent);
}

function isPreviewAgent(agent: string): boolean {
  return PREVIEWS.some((name) => agent.includes(name));
}

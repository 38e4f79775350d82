import type { Alerts } from '../../domain/alerts.ts';
import type { Claim } from '../../domain/claim/claim.ts';
import { readClaimView } from '../../domain/claim/claim-view.ts';
import { type RevealParts, revealClaim } from '../../domain/claim/reveal-claim.ts';
import { DAY_MS } from '../../domain/clock.ts';
import { type Address, isSameAddress } from '../../domain/delivery/address.ts';
import { askedFor } from '../../domain/delivery/ask-for-address.ts';
import { correctAddress, givenAddress, isCorrectable } from '../../domain/delivery/correct-address.ts';
import { type OpenRewardParts, openReward, waitsForRecipient } from '../../domain/delivery/open-reward.ts';
import { ADDRESS_FIELDS, type Asked, readAddress } from '../../domain/delivery/read-address.ts';
import { DomainError } from '../../domain/errors.ts';
import { storedAnswer } from '../../domain/event/present-event.ts';
import { keptProduct } from '../../domain/order/kept-catalogue.ts';
import type { Reward } from '../../domain/reward/reward.ts';
import { frozenAt, type Program } from '../../domain/site/program.ts';
import type { Directory } from '../../domain/site/site.ts';
import type { Filled } from '../../pages/address-form.ts';
import { type ClaimFacts, claimFacts } from '../../pages/claim-facts.ts';
import { claimPage } from '../../pages/claim-page.ts';
import { type ClaimState, claimState } from '../../pages/claim-state.ts';
import { openedPage } from '../../pages/opened-page.ts';
import { FOLLOWING, PAGE_HEADERS, pageResponse } from '../../pages/page-response.ts';
import { refreshAfterS } from '../../pages/state-words.ts';
import { readBody } from '../body.ts';
import { type ClaimGuesses, createClaimGuesses } from '../claim-guesses.ts';
import { faultsAsPages } from '../faults-as-pages.ts';
import type { HttpApp } from '../http-app.ts';
import type { HttpContext } from '../http-context.ts';
import { seenIn } from '../seen.ts';

type MountParts = RevealParts &
  OpenRewardParts & {
    directory: Directory;
    alerts: Alerts;
    trustedProxies: number;
    /** How long an address is kept after its card arrived. */
    addressMs: number;
    /** Proof that a form was served by us for the claim with this MAC. */
    formNonces: {
      issue(claimMac: string, now: number): string;
      verify(nonce: string, claimMac: string, now: number): boolean;
    };
  };

type ClaimPageParts = MountParts & { guesses: ClaimGuesses };

/** The actor that the audit names for a reveal here: whoever holds the address is the recipient. */
const ACTOR = 'claim-page';

/**
 * `GET /c/:claim` shows what the gift card is and changes nothing, however often scanners and previews fetch it;
 * `POST /c/:claim/reveal`, from that page only, shows link and challenge answer, or orders what waited for this;
 * `POST /c/:claim/address`, equally, says where a card shall go and orders it; until its order is sent the form at this
 * address corrects that, and afterwards says that it is too late.
 * Whoever tries too many wrong addresses waits.
 */
export function mountClaimPage(app: HttpApp, given: MountParts): void {
  const parts = { ...given, guesses: createClaimGuesses(given.alerts) };
  app.use(
    '/c/*',
    faultsAsPages((c) => (c.req.method === 'POST' ? c.req.path.replace(/\/(reveal|address)\/?$/, '') : null)),
  );
  app.get('/c/:claim', async (c) => showClaim(c, parts, await findClaim(c, parts), 200));
  app.post('/c/:claim/reveal', (c) => showCard(c, parts));
  app.post('/c/:claim/address', (c) => takeAddress(c, parts));
  // A reload that lost its form, or an address copied from the bar.
  app.get('/c/:claim/reveal', toPage);
  app.get('/c/:claim/address', (c) => showAddressForm(c, parts));
}

/** What holds now is told by the page itself, so that loading it again sends nothing twice. */
function toPage(c: HttpContext): Response {
  return new Response(null, { status: 303, headers: { ...PAGE_HEADERS, Location: pagePath(c) } });
}

function pagePath(c: HttpContext): string {
  return `/c/${encodeURIComponent(c.req.param('claim') ?? '')}`;
}

type Found = { claim: Claim; reward: Reward; facts: ClaimFacts };

/** Throws one and the same `not_found` for every address that is no claim's, and `too_many_requests` to who guesses. */
async function findClaim(c: HttpContext, parts: ClaimPageParts): Promise<Found> {
  const { store, directory, claimMac, guesses } = parts;
  const { address } = seenIn(c, parts.trustedProxies);
  guesses.admit(address, parts.clock());
  const claim = await store.read.claims.byPathMac(claimMac(c.req.param('claim') ?? ''));
  const reward = claim && (await store.read.rewards.find(claim.rewardId));
  const sites = await directory.current();
  const program = reward && sites.program(reward.programId);
  const site = reward && sites.byId(reward.siteId);
  if (!reward || !program || !site) {
    guesses.countWrong(address, parts.clock());
    throw new DomainError('not_found', 'There is no such claim.');
  }
  const line = c.get('line');
  line.siteId = site.id;
  line.programId = program.id;
  const [version, product] = await Promise.all([
    versionOf(parts, reward, program),
    keptProduct(store.read, site.accountId, reward.productId),
  ]);
  const frozen = frozenAt(program, version);
  return { claim, reward, facts: claimFacts(reward, site, program, { version, frozen, product }) };
}

/** The version under which the reward was earned, as the decision on its event says. */
async function versionOf({ store }: ClaimPageParts, reward: Reward, program: Program): Promise<number> {
  const { siteId, eventId, programId, ruleId } = reward;
  const event = await store.read.events.find(siteId, eventId);
  const decision =
    event &&
    storedAnswer(event).decisions.find((each) => each.programId === programId && each.ruleId === ruleId);
  return decision?.programVersion ?? program.version;
}

async function showClaim(
  c: HttpContext,
  parts: ClaimPageParts,
  { reward, claim, facts }: Found,
  usualStatus: number,
  { filled, asks, isLate = false }: { filled?: Filled; asks?: Asked; isLate?: boolean } = {},
): Promise<Response> {
  const now = parts.clock();
  const view = await readClaimView(parts.store.read, parts.sealer, reward, now);
  const isCorrection = asks !== undefined && view.isCorrectable;
  const usual = claimState(reward, claim, view, now);
  const state: ClaimState = isCorrection
    ? { kind: 'asking', asked: asks, isCorrection }
    : isLate && isUnderWay(usual)
      ? { kind: 'late' }
      : usual;
  const nonce = parts.formNonces.issue(turnOf(claim), now);
  const addressDays = parts.addressMs / DAY_MS;
  const page = claimPage(facts, state, { path: pagePath(c), nonce, addressDays, ...(filled && { filled }) });
  const status = state.kind === 'cancelled' || state.kind === 'replaced' ? 410 : usualStatus;
  return pageResponse(status, page, refreshAfterS(state) === null ? {} : FOLLOWING);
}

/** Whether its address is what matters most: of a card that will not come, or is there, other things are to be told. */
function isUnderWay(state: ClaimState): boolean {
  return state.kind === 'making' || (state.kind === 'sent' && !state.hasArrived);
}

async function showCard(c: HttpContext, parts: ClaimPageParts): Promise<Response> {
  const posted = await readForm(c, parts);
  if (!posted.isOurs) return showClaim(c, parts, posted.found, 403);
  const { reward, facts } = posted.found;
  if (waitsForRecipient(reward)) {
    await openReward(parts, reward.id, { actor: ACTOR });
    return toPage(c);
  }
  try {
    const reveal = await revealClaim(parts, reward.id, ACTOR);
    return await pageResponse(200, openedPage(facts, reveal));
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'wrong_state')) throw error;
    // It changed since its page was served: what holds now is the answer.
    return showClaim(c, parts, await findClaim(c, parts), 409);
  }
}

async function takeAddress(c: HttpContext, parts: ClaimPageParts): Promise<Response> {
  const { found, form, isOurs } = await readForm(c, parts);
  const { reward } = found;
  const asks = askedFor(reward);
  const isWaiting = waitsForRecipient(reward);
  if (!asks) return toPage(c);
  const typed = Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, form.get(name) ?? '']));
  const read = readAddress(asks, typed);
  const wanted = 'address' in read ? read.address : null;
  if (!isWaiting && !(await isCorrectable(parts.store.read, reward.id)))
    return tellLate(c, parts, found, { status: 409, wanted });
  if (!isOurs) return showClaim(c, parts, found, 403, { filled: { typed, faults: {} }, asks });
  if ('faults' in read)
    return showClaim(c, parts, found, 400, { filled: { typed, faults: read.faults }, asks });
  const given = { actor: ACTOR, address: read.address };
  if (isWaiting) await openReward(parts, reward.id, given);
  else if (!(await correctAddress(parts, reward.id, given)))
    return tellLate(c, parts, await findClaim(c, parts), { status: 409, wanted });
  return toPage(c);
}

type Late = { status: number; wanted: Address | null };

/**
 * Whoever would change an address that is in use by now reads that it is too late. The same one again was sent twice, or from
 * another tab: where the card is now is the answer.
 */
async function tellLate(c: HttpContext, parts: ClaimPageParts, found: Found, { status, wanted }: Late) {
  const given = await givenAddress(parts.store.read, parts.sealer, found.reward);
  const isKept = given && wanted && isSameAddress(given, wanted);
  if (!given || isKept) return toPage(c);
  return showClaim(c, parts, found, status, { isLate: true });
}

/** The form by which an address is corrected; the page itself asks for a first one, and says when it is too late. */
async function showAddressForm(c: HttpContext, parts: ClaimPageParts): Promise<Response> {
  const found = await findClaim(c, parts);
  const asks = askedFor(found.reward);
  if (!asks || waitsForRecipient(found.reward)) return toPage(c);
  if (!(await isCorrectable(parts.store.read, found.reward.id)))
    return tellLate(c, parts, found, { status: 200, wanted: null });
  return showClaim(c, parts, found, 200, { asks });
}

/** A form that was used before, or is too old, is not ours any more: it is answered with a fresh one, not a dead end. */
async function readForm(c: HttpContext, parts: ClaimPageParts) {
  const found = await findClaim(c, parts);
  requireSameOrigin(c, parts.publicUrl);
  const form = new URLSearchParams(new TextDecoder().decode(await readBody(c.req.raw)));
  const isOurs = parts.formNonces.verify(form.get('nonce') ?? '', turnOf(found.claim), parts.clock());
  return { found, form, isOurs };
}

/** What a form's nonce is good for: one reveal of this claim. The count moves on with each, and the nonce is spent. */
function turnOf({ pathMac, windowAt, reveals }: Claim): string {
  return `${pathMac} ${windowAt} ${reveals}`;
}

/**
 * Only the form of our own page opens a claim. The browser says so itself (Fetch Metadata); where it is too old to,
 * a foreign `Origin` refuses, and none or `null` (which `no-referrer` makes browsers send) leaves it to the nonce.
 */
function requireSameOrigin(c: HttpContext, publicUrl: string): void {
  if (isSameOrigin(c, publicUrl)) return;
  throw new DomainError('forbidden', 'The gift card opens from its own page only.');
}

function isSameOrigin(c: HttpContext, publicUrl: string): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin') ?? 'null';
  return origin === 'null' || origin === new URL(publicUrl).origin;
}

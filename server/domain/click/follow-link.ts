import { foldCode } from '../../../shared/referral-code.ts';
import { type Clock, SECOND_MS } from '../clock.ts';
import type { FootprintOf } from '../fraud/visitor.ts';
import type { Ids } from '../ids.ts';
import { LostRace } from '../lost-race.ts';
import { type Program, phaseOf } from '../site/program.ts';
import type { Directory, Site } from '../site/site.ts';
import type { Store } from '../store.ts';
import type { ReferralTokens } from '../token/tokens.ts';
import { Unavailable } from '../unavailable.ts';
import type { Click } from './click.ts';
import { originOf, type VisitSource } from './click-origin.ts';
import { issueReferralToken } from './issue-token.ts';
import { landingUrl } from './landing.ts';
import { isRevoked } from './revoked.ts';

/** Waiting writes from which on clicks are let through uncounted: money comes first, and a token needs no row. */
const SHED_CLICKS_AT = 500;

/** How long a visitor waits for the click to be stored, in ms: a locked or slow database keeps nobody from landing. */
const STORE_CLICK_WITHIN_MS = SECOND_MS;

export type VisitParts = {
  store: Store;
  directory: Directory;
  ids: Ids;
  clock: Clock;
  referralTokens: ReferralTokens;
};

export type FollowLinkParts = VisitParts & {
  footprintOf: FootprintOf;
  /** Resolves as `work` does, or to `otherwise` when that takes longer than so many ms. The work goes on. */
  answerWithin: <R>(ms: number, work: Promise<R>, otherwise: R) => Promise<R>;
};

export type Followed = {
  location: string;
  site: Site;
  program: Program;
  /**
   * `shed` when it could not be stored in time; it is counted all the same if a slow database stores it yet.
   * `not_counted` for prefetches, previews and bots, and for codes that earn nothing now.
   */
  click: 'recorded' | 'shed' | 'not_counted';
};

/**
 * Follows a share link: signs the referral token and counts the click, committed before this resolves unless shed.
 * A code that earns nothing now (its program is paused or ended, it was replaced, its owner is blocked) still lands,
 * without a token; so does a visit that nobody chose. Null for a code that does not exist.
 */
export async function followLink(
  parts: FollowLinkParts,
  visit: { code: string; to: string | null; counts: boolean; isForced: boolean; source: VisitSource },
): Promise<Followed | null> {
  const found = await findCode(parts, visit.code);
  if (!found) return null;
  const { code, site, program } = found;
  const now = parts.clock();
  const landing = { to: visit.to, origins: site.origins };
  const { landingUrl: target } = program.live;
  if (phaseOf(program.live, now) !== 'active' || found.isRevoked || visit.isForced) {
    return { location: landingUrl(target, { ...landing, token: null }), site, program, click: 'not_counted' };
  }
  const clickId = parts.ids.next('clk');
  const [token, click] = await Promise.all([
    issueReferralToken(parts.referralTokens, program, code, clickId, now),
    visit.counts
      ? recordClick(parts, {
          id: clickId,
          code,
          ...originOf(parts.footprintOf, program, visit.source, now),
          createdAt: now,
        })
      : ('not_counted' as const),
  ]);
  return { location: landingUrl(target, { ...landing, token }), site, program, click };
}

async function findCode({ store, directory }: VisitParts, text: string) {
  const folded = foldCode(text);
  const code = folded === null ? undefined : await store.read.codes.findToFollow(folded);
  if (!code) return null;
  const sites = await directory.current();
  const program = sites.program(code.programId);
  const site = program && sites.byId(program.siteId);
  return program && site ? { code: code.code, isRevoked: isRevoked(code, program), program, site } : null;
}

async function recordClick(
  { store, answerWithin }: FollowLinkParts,
  click: Click,
): Promise<'recorded' | 'shed'> {
  if (store.pendingWrites() >= SHED_CLICKS_AT) return 'shed';
  const recorded = store
    .write('record-click', (rows) => rows.clicks.insert(click))
    .then(
      () => 'recorded' as const,
      (error: unknown) => {
        if (error instanceof Unavailable || error instanceof LostRace) return 'shed' as const;
        throw error;
      },
    );
  return answerWithin<'recorded' | 'shed'>(STORE_CLICK_WITHIN_MS, recorded, 'shed');
}

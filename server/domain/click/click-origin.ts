import { DAY_MS } from '../clock.ts';
import { forgetAt } from '../fraud/forget-at.ts';
import { levelOf } from '../fraud/level-of.ts';
import { type FootprintOf, NO_FOOTPRINT, type Seen } from '../fraud/visitor.ts';
import { currentRules, type Program } from '../site/program.ts';
import type { Click } from './click.ts';

/** How a visit shows itself; read only where a program looks at it. */
export type VisitSource = {
  seen: () => Seen;
  referer: () => string | undefined;
  /** The parameters of the share link's own address. */
  query: () => Readonly<Record<string, string>>;
};

type ClickOrigin = Omit<Click, 'id' | 'code' | 'createdAt'>;

/** Of a click of which nothing is kept but that it was counted. */
export const UNSEEN: ClickOrigin = {
  refererHost: null,
  medium: null,
  networkMac: null,
  deviceMac: null,
  forgetAt: null,
  earlierNetworkMac: null,
  earlierDeviceMac: null,
};

/** What a click keeps of where it came from; nothing where the program does not look for fraud. */
export function originOf(
  footprintOf: FootprintOf,
  program: Program,
  source: VisitSource,
  now: number,
): ClickOrigin {
  if (levelOf(program.live) === 'off') return UNSEEN;
  const seen = source.seen();
  const footprint = footprintOf(seen, now);
  const earlier = countsByPlace(program) ? footprintOf(seen, now - DAY_MS) : NO_FOOTPRINT;
  return {
    ...footprint,
    earlierNetworkMac: earlier.networkMac,
    earlierDeviceMac: earlier.deviceMac,
    refererHost: refererHostOf(source.referer()),
    medium: mediumOf(source.query()),
    forgetAt: footprint.deviceMac === null ? null : forgetAt(currentRules(program), now),
  };
}

/** Whether the program limits how many friends come from one device or network. */
function countsByPlace({ live }: Program): boolean {
  const { perDevice, perNetwork } = live.fraud?.velocity ?? {};
  return perDevice !== undefined || perNetwork !== undefined;
}

/** The host of the page that linked here, in lower case; null where the browser keeps it to itself. */
export function refererHostOf(referer: string | undefined): string | null {
  if (referer === undefined || !URL.canParse(referer)) return null;
  const { protocol, hostname } = new URL(referer);
  return /^https?:$/.test(protocol) && hostname !== '' ? hostname : null;
}

/**
 * Marks that an advertising network puts on the address of an ad, and on nothing else. Facebook's `fbclid` is none:
 * it stands on every link that is followed there, so also on what a member shared with friends.
 */
const AD_MARKS = [
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'gad_source',
  'msclkid',
  'ttclid',
  'twclid',
  'li_fat_id',
  'rdt_cid',
  'sccid',
  'yclid',
];

/** What people write into `utm_medium` for traffic that they pay for. */
const PAID_MEDIUM = /^(cpc|ppc|cpm|cpv|cpa|paid([-_ ].*)?|paid(search|social)|display|retargeting)$/i;

/** Whether the address of the link says that an advertisement led to it. */
export function mediumOf(query: Readonly<Record<string, string>>): 'organic' | 'paid' {
  const isPaid = Object.entries(query).some(([name, value]) => {
    const folded = name.toLowerCase();
    return folded === 'utm_medium' ? PAID_MEDIUM.test(value) : value !== '' && AD_MARKS.includes(folded);
  });
  return isPaid ? 'paid' : 'organic';
}

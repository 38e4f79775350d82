import { html } from 'hono/html';
import type { Delivery } from '../../shared/contract/fields.ts';
import type { FrozenProgram, LiveProgram, Program } from '../domain/site/program.ts';
import type { Site } from '../domain/site/site.ts';
import { mailLink } from './claim-questions.ts';
import { type Fragment, page } from './page.ts';
import { eligibilityLines, invites, limitLines, rewardLines, timeLines } from './terms-lines.ts';

type Terms = {
  site: Site;
  live: LiveProgram;
  version: number;
  frozen: FrozenProgram;
  /** When this version began (epoch ms). */
  since: number;
  isCurrent: boolean;
};

/** A program's terms, made from the rules that run, so that they cannot say anything else. */
export function termsPage(terms: Terms): Fragment {
  const { site, live, version, frozen, since, isCurrent } = terms;
  const dateOf = inZone(live.timezone);
  const title = `Terms of “${live.name}”`;
  const content = html`<main class="card terms"><div class="words">
<h1>${title}</h1>
<p>Version ${version}, from ${dateOf(since)}. ${isCurrent ? 'It holds for everybody who joins now.' : 'It holds for those who joined under it; a newer version exists.'}</p>
${section('Who gets what', rewardLines(frozen.rules))}
${section('Who may take part', eligibilityLines(frozen))}
${section('When', timeLines(frozen, live, dateOf))}
${section('Limits', limitLines(live))}
${section('Good to know', [
  ...(invites(frozen.rules) ? ['You and the friend you invite must be different people.'] : []),
  'A reward is a gift card. Gift cards are provided by their brands, whose own terms apply when you spend them.',
  'If the purchase behind a reward is returned, the reward is cancelled, or the gift card is withheld while it is unopened.',
  'You never have to pay or give a password for a reward.',
])}
${section('What is stored', privacyLines(site), 'privacy')}
<section><h2>Who runs it</h2>
<p><bdi>${frozen.terms.operator}</bdi>, for <bdi>${site.name}</bdi>. Questions: ${mailLink(site.contact)}.</p>
${frozen.terms.url === null ? '' : html`<p><a href="${frozen.terms.url}" rel="noreferrer">The operator’s full terms</a></p>`}</section>
</div></main>`;
  const preview = { title, description: `How “${live.name}” works.`, siteName: site.name };
  return page({ title, preview, brand: site.name, content });
}

/** What the tables of this installation hold about a person. */
function privacyLines({ name: siteName, programs }: Site): string[] {
  const ways = new Set(programs.flatMap(waysOf));
  return [
    `Your customer number at ${siteName}, the name that you chose to show, and your language and country where ${siteName} told them.`,
    ...addressLines(ways),
    `That somebody followed your link and when, who joined through it, and what ${siteName} reports of their sign-ups and orders.`,
    `Your state or province and the latest day on which you can have been born, where ${siteName} told your age.`,
    'Of a visit through a link, keyed hashes of its network and browser, which change daily and are removed after some weeks; no address.',
    `Where ${siteName} told how you paid, keyed hashes of the card’s fingerprint, which are removed after some weeks; no card number.`,
    'Your rewards and what was decided about them. The link to a gift card and its challenge answer are stored encrypted.',
    'No cookies are set. A friend’s arrival is remembered in their browser only with consent, until its tab is closed.',
    `Ask ${siteName} to see all of it, or to have it erased.`,
  ];
}

/** How cards of a program travel, under any of its versions: whoever joined under an older one is rewarded by it. */
function waysOf({ versions }: Program): Delivery[] {
  return [...versions.values()].flatMap(({ rules }) =>
    rules.flatMap(({ rewards }) => rewards.map(({ delivery }) => delivery)),
  );
}

/** What may be kept of where somebody can be reached, by the ways that cards of the site travel. */
function addressLines(ways: ReadonlySet<Delivery>): string[] {
  const hash = 'a keyed hash of it, which tells people apart and cannot be read back';
  return [
    ways.has('DigitalDelivery')
      ? `Your phone number and your e-mail address, encrypted, because gift cards may be sent there, and beside the address ${hash}.`
      : `Your e-mail address is not stored, unless a gift card is sent to you there: only ${hash}.`,
    ...(ways.has('PhysicalShipment')
      ? [
          'The postal address that you give for a gift card, encrypted, until some time after the card has arrived.',
        ]
      : []),
  ];
}

/** @param id where a link may lead to */
function section(title: string, lines: readonly string[], id?: string): Fragment | string {
  if (lines.length === 0) return '';
  return html`<section${id ? html` id="${id}"` : ''}><h2>${title}</h2>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

/** Dates in full, as the program's own calendar has them. */
function inZone(timeZone: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone });
  return (atMs) => format.format(atMs);
}

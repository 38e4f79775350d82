import { html } from 'hono/html';
import type { FrozenProgram, LiveProgram } from '../domain/site/program.ts';
import type { Site } from '../domain/site/site.ts';
import { mailLink } from './claim-answers.ts';
import { type Fragment, page } from './page.ts';
import { eligibilityLines, limitLines, rewardLines, timeLines } from './terms-lines.ts';

export type Terms = {
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
${section('Who may take part', eligibilityLines(frozen.eligibility))}
${section('When', timeLines(frozen, live, dateOf))}
${section('Limits', limitLines(live))}
${section('Good to know', [
  'You and the friend you invite must be different people.',
  'A reward is a gift card. Gift cards are provided by their brands, whose own terms apply when you spend them.',
  'You never have to pay or give a password for a reward.',
])}
<section><h2>Who runs it</h2>
<p><bdi>${frozen.terms.operator}</bdi>, for <bdi>${site.name}</bdi>. Questions: ${mailLink(site.contact)}.</p>
${frozen.terms.url === null ? '' : html`<p><a href="${frozen.terms.url}" rel="noreferrer">The operator's full terms</a></p>`}</section>
</div></main>`;
  const preview = { title, description: `How “${live.name}” works.`, siteName: site.name };
  return page({ title, preview, brand: site.name, content });
}

function section(title: string, lines: readonly string[]): Fragment | string {
  if (lines.length === 0) return '';
  return html`<section><h2>${title}</h2>
<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`;
}

/** Dates in full, as the program's own calendar has them. */
function inZone(timeZone: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone });
  return (atMs) => format.format(atMs);
}

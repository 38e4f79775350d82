import { html, raw } from 'hono/html';
import { FOLLOW_SCRIPT } from './follow-script.ts';
import { PAGE_STYLE } from './page-style.ts';

/** Markup in which every value was escaped, or a promise of it. */
export type Fragment = ReturnType<typeof html>;

/** What link previews show (Open Graph protocol). */
export type Preview = { title: string; description: string; siteName?: string };

type Page = {
  title: string;
  preview?: Preview;
  /** Name of the site, shown as its mark. Left out where the page must not tell whose it is. */
  brand?: string;
  content: Fragment;
  /** Seconds after which the page looks for news of itself; for a state that moves on. Its answer needs `FOLLOWING`. */
  refreshS?: number;
};

// Trusted text of our own: escaped, the style would not match its hash in the policy.
const STYLE = raw(`<style>${PAGE_STYLE}</style>`);
const SCRIPT = raw(`<script>${FOLLOW_SCRIPT}</script>`);

/** The frame of every page. */
export function page({ title, preview, brand, content, refreshS }: Page): Fragment {
  return html`<!doctype html>
<html lang="en"${refreshS === undefined ? '' : html` data-again="${refreshS}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>${
    refreshS === undefined
      ? ''
      : html`
<noscript><meta http-equiv="refresh" content="${refreshS}"></noscript>`
  }
${preview ? previewTags(preview) : ''}${STYLE}
</head>
<body>
${brand === undefined ? '' : brandMark(brand)}${content}${
  refreshS === undefined
    ? ''
    : html`
<p class="unseen" role="status"></p>${SCRIPT}`
}
</body>
</html>`;
}

function previewTags({ title, description, siteName }: Preview): Fragment {
  return html`<meta name="description" content="${description}">
<meta property="og:type" content="website">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
${siteName === undefined ? '' : html`<meta property="og:site_name" content="${siteName}">`}
<meta name="twitter:card" content="summary">
`;
}

/** The name stands in `bdi`, so that one in another direction does not turn the line around. */
function brandMark(name: string): Fragment {
  const initial = [...name.trim()][0]?.toLocaleUpperCase('en') ?? '';
  return html`<header class="brand"><span class="mark" aria-hidden="true">${initial}</span><bdi>${name}</bdi></header>`;
}

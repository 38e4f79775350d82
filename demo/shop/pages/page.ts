import { html } from 'hono/html';
import { BRAND, PROGRAM_ID, SITE_KEY } from '../brand.ts';
import { firstName } from '../customers.ts';
import type { View } from '../view.ts';
import { demoBar } from './demo-bar.ts';
import type { Html } from './html.ts';
import { mark } from './mark.ts';

/** The floating button is for the page where people look around: elsewhere it would lie on what they came to read or do. */
type Frame = { title: string; floatingButton?: boolean; script?: `${string}.js` };

/** The frame that all pages share. */
export function page(view: View, frame: Frame, content: Html): Html {
  const float = view.customer !== null && frame.floatingButton === true;
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${frame.title} · ${BRAND.name}</title>
    <link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/assets/shop.css">
    <script type="module" src="/assets/behind-the-scenes.js"></script>
    ${view.customer ? html`<script type="module" src="/assets/member.js"></script>` : ''}
    ${frame.script ? html`<script type="module" src="/assets/${frame.script}"></script>` : ''}
    ${widgetScript(view.goodturnUrl, float)}
  </head>
  <body>
    <a class="skip" href="#content">Skip to the content</a>
    ${demoBar()}
    ${header(view)}
    <main id="content">${content}</main>
    ${footer()}
  </body>
</html>`;
}

/** Exactly what a site owner pastes; members get the floating button as well. */
function widgetScript(goodturnUrl: string, float: boolean): Html {
  return float
    ? html`<script src="${goodturnUrl}/widget.js" data-site-key="${SITE_KEY}" data-program="${PROGRAM_ID}" data-float async></script>`
    : html`<script src="${goodturnUrl}/widget.js" data-site-key="${SITE_KEY}" async></script>`;
}

function header(view: View): Html {
  return html`<header class="top">
    <a class="brand" href="/">${mark()}<span>${BRAND.name}</span></a>
    <nav class="nav" aria-label="Shop">
      ${navLink(view, '/', 'Pieces')}
      ${navLink(view, '/studio', 'Studio')}
      ${view.customer ? memberLinks(view, firstName(view.customer)) : navLink(view, '/sign-up', 'Sign up')}
      <a href="/cart" ${current(view, '/cart')}>Cart${view.cartPieces > 0 ? html` <span class="count">${view.cartPieces}</span>` : ''}</a>
    </nav>
  </header>`;
}

function memberLinks(view: View, name: string): Html {
  return html`<a href="/mailbox" ${current(view, '/mailbox')}>Mailbox${view.unreadLetters > 0 ? html` <span class="count">${view.unreadLetters}</span>` : ''}</a>
      ${navLink(view, '/account', name)}`;
}

function navLink(view: View, path: string, label: string): Html {
  return html`<a href="${path}" ${current(view, path)}>${label}</a>`;
}

function current(view: View, path: string): Html {
  return view.path === path ? html`aria-current="page"` : html``;
}

function footer(): Html {
  return html`<footer class="foot">
    <p><strong>${BRAND.name}</strong> · ${BRAND.line} · ${BRAND.place}</p>
    <p>Thrown, dipped and fired by four people. Write to <a href="mailto:${BRAND.contact}">${BRAND.contact}</a>.</p>
  </footer>`;
}

/**
 * The one style of all pages. It stands inside the page, allowed by its hash, so that a page is a single request:
 * nothing else learns its address, and it never meets a style of another version. Custom properties carry both
 * colour schemes, as phones too old for `light-dark()` are still in people's pockets.
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f4f2ee; --card: #fff; --ink: #1b1d22; --soft: #5a5e68; --line: #dfdcd5; --control: #1b1d22;
  --on-control: #fff; --gift: #23262d; --gift-edge: #343942; --on-gift: #f6f4f0; --focus: #1f5fd0; --edge: #8b8880; --bad: #b3261e; --shadow: 0 1px 2px #0000000f, 0 12px 32px #00000014;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131417; --card: #1d1f24; --ink: #eceae6; --soft: #a9adb6; --line: #363941; --control: #eceae6;
    --on-control: #16181c; --gift: #2c3038; --gift-edge: #3d434e; --on-gift: #f6f4f0; --focus: #8db4ff; --edge: #7a7e88; --bad: #ffb4ab; --shadow: none;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: break-word; }
body > * { max-width: 27rem; margin-inline: auto; }
h1, h2, p, ol, ul { margin: 0; padding: 0; }
p { text-wrap: pretty; }
h1 { font-size: 1.375rem; line-height: 1.3; font-weight: 650; text-wrap: balance; }
h2 { font-size: .9375rem; font-weight: 650; }
a { color: inherit; text-underline-offset: .18em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.brand { display: flex; align-items: center; justify-content: center; gap: .625rem; margin-block-end: 1.25rem;
  font-weight: 650; line-height: 1.3; }
.mark { flex: none; display: grid; place-items: center; inline-size: 2rem; block-size: 2rem; border-radius: .625rem;
  background: var(--control); color: var(--on-control); font-size: .9375rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 1.25rem; padding: 1rem;
  box-shadow: var(--shadow); }
.card > .words { padding: 1.25rem .5rem .5rem; display: grid; gap: .625rem; }
.words p { color: var(--soft); }
.words p.hint { font-size: .8125rem; }
time { white-space: nowrap; }
.gift { display: flex; flex-direction: column; justify-content: space-between; gap: 2.25rem; min-block-size: 11rem;
  padding: 1.125rem 1.25rem; border-radius: .875rem; background: var(--gift); color: var(--on-gift);
  background-image: radial-gradient(120% 140% at 100% 0, var(--gift-edge) 0 38%, transparent 38.3%),
    radial-gradient(90% 120% at 0 100%, #0000001f 0 40%, transparent 40.3%); }
.gift .value { font-size: clamp(2.25rem, 14vw, 3.5rem); line-height: 1; font-weight: 700; letter-spacing: -.02em;
  font-variant-numeric: tabular-nums; }
.gift .kind { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; font-size: .9375rem; }
.gift.quiet { background: none; color: var(--soft); border: 1.5px dashed var(--line); }
.button { display: block; inline-size: 100%; min-block-size: 3rem; padding: .6875rem 1rem; border: 0; border-radius: .75rem;
  background: var(--control); color: var(--on-control); font: inherit; font-weight: 600; line-height: 1.5;
  text-align: center; text-decoration: none; cursor: pointer; }
.button:hover { opacity: .9; }
.button:active { opacity: .8; }
form, .way { padding-block: .5rem .25rem; }
.steps { list-style: none; display: grid; gap: 1rem; padding-block: .25rem; }
.steps > li { display: grid; gap: .5rem; }
.steps p { font-size: .9375rem; }
.answer { display: block; padding: .875rem 1rem; border: 1px solid var(--line); border-radius: .75rem;
  background: var(--paper); font: 600 1.375rem/1.3 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  letter-spacing: .04em; text-align: center; overflow-wrap: anywhere; user-select: all; -webkit-user-select: all; }
.fields { display: grid; gap: .875rem; padding-block: .5rem 1.25rem; }
.field { display: grid; gap: .25rem; }
.field label, .field .label { font-weight: 600; font-size: .9375rem; color: var(--ink); }
.field small { color: var(--soft); font-size: .8125rem; }
.field input, .field select { inline-size: 100%; min-block-size: 2.75rem; padding: .5rem .75rem; border: 1px solid var(--edge);
  border-radius: .625rem; background: var(--card); color: var(--ink); font: inherit; }
.field input[aria-invalid], .field select[aria-invalid] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
.words .fault { color: var(--bad); font-size: .875rem; font-weight: 600; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); column-gap: .875rem;
  margin-block-end: -.875rem; }
.pair .field { grid-row: span 4; grid-template-rows: subgrid; padding-block-end: .5rem; }
.pair label { align-self: end; }
.pair small { order: 1; }
.pair .fault { order: 2; }
.track { display: grid; gap: .125rem; margin-block: .625rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .75rem; font-size: .9375rem; }
.track b { color: var(--ink); font-variant-numeric: tabular-nums; user-select: all; -webkit-user-select: all; overflow-wrap: anywhere; }
.more { padding: 1.75rem 1.5rem 0; display: grid; gap: 1.25rem; font-size: .9375rem; color: var(--soft); }
.more section { display: grid; gap: .25rem; }
.more h2, .more summary { color: var(--ink); }
.more summary { font-weight: 650; cursor: pointer; padding-block: .625rem; margin-block: -.625rem; }
.more details p { margin-block-start: .375rem; }
.terms { max-width: 40rem; }
.terms > .words { padding: 1rem; gap: 1.25rem; }
.terms section { display: grid; gap: .375rem; }
.terms h1 { font-size: 1.75rem; }
.terms h2 { font-size: 1.0625rem; }
.terms ul { padding-inline-start: 1.25rem; color: var(--soft); display: grid; gap: .25rem; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
.only-print { display: none; }
@media (max-width: 22rem) {
  body { padding-inline: .75rem; }
  .card { padding: .75rem; }
  .gift { min-block-size: 0; padding: 1rem; gap: 1.5rem; }
  .more { padding-inline: 1rem; }
}
@media (prefers-reduced-motion: no-preference) { .button { transition: opacity .15s ease-out; } }
@media (forced-colors: active) { .button { border: 1px solid; } .gift { border: 1px solid; } }
@media print {
  :root { font-size: 9.5pt; --paper: #fff; --card: #fff; --ink: #000; --soft: #333; --line: #999; }
  body { padding: 0; }
  .card { border: 0; box-shadow: none; padding: 0; break-inside: avoid; }
  .gift { min-block-size: 0; gap: .5rem; background: none; color: #000; border: 1px solid #999; }
  .more { padding-block-start: .75rem; gap: .5rem; }
  .button, .no-print, .more .no-print, form { display: none; }
  .only-print { display: block; overflow-wrap: anywhere; }
}
`;

/** The style sheet of `/docs`. A file of its own, because the page's policy allows no inline style. */
export const DOCS_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dce3, #3a3f4b); --soft: light-dark(#f5f6f8, #1c1f26);
  --link: light-dark(#1d4ed8, #93b4ff); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; font: 1rem/1.55 system-ui, sans-serif;
  display: grid; gap: 0 2.5rem; background: light-dark(#fff, #12141a); color: light-dark(#1a1d24, #e8eaf0); }
header { grid-column: 1 / -1; max-width: 44rem; }
a { color: var(--link); }
nav ul { list-style: none; margin: 0; padding: 0; font-size: .875rem; }
nav h2 { font-size: .875rem; margin: 1rem 0 .25rem; }
nav a { display: block; padding: .2rem 0; overflow-wrap: anywhere; text-decoration: none; }
nav a:hover { text-decoration: underline; }
main { min-width: 0; }
article { border-block-start: 1px solid var(--line); padding-block: .5rem 1.5rem; scroll-margin-block-start: 1rem; }
h3 code { overflow-wrap: anywhere; }
h4 { margin-block-end: .25rem; }
table { border-collapse: collapse; font-size: .875rem; display: block; overflow-x: auto; }
th, td { border-block-end: 1px solid var(--line); padding: .35rem .75rem .35rem 0; text-align: start;
  vertical-align: top; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem;
  overflow-x: auto; font-size: .8125rem; max-height: 24rem; }
dt { margin-block-start: 1rem; font-weight: 600; }
dt:target, article:target { background: var(--soft); }
dd { margin: 0; }
@media (min-width: 60rem) {
  body { grid-template-columns: 17rem 1fr; }
  nav { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow-y: auto; }
}
`;

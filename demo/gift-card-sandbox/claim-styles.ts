/** Styles of the claim page: one column, readable at 320 px and at 400 % zoom, light and dark. */
export const claimStyles = `
:root {
  --text: #1d2433; --quiet: #5a6376; --ground: #f4f2ee; --sheet: #ffffff; --line: #8b93a3;
  --accent: #1f4f7a; --on-accent: #ffffff; --fault: #a4262c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #eceff5; --quiet: #a9b1c1; --ground: #12151c; --sheet: #1c212b; --line: #79839a;
    --accent: #8fc1ee; --on-accent: #0f1a26; --fault: #ff9c98;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  background: var(--ground); color: var(--text); font: 17px/1.5 system-ui, sans-serif;
  display: grid; place-items: start center; min-height: 100vh; padding: clamp(16px, 8vh, 96px) 16px;
}
main {
  width: min(440px, 100%); background: var(--sheet); border-radius: 16px; padding: 24px;
  box-shadow: 0 8px 32px rgb(0 0 0 / .12); display: grid; gap: 16px;
}
.brand { font-size: 15px; font-weight: 600; color: var(--quiet); }
.brand span { color: var(--accent); }
.card {
  aspect-ratio: 1.7; border-radius: 12px; padding: 20px; color: #ffffff;
  background: linear-gradient(135deg, #163b5c, #2a6f97 60%, #4a7f78);
  display: flex; flex-direction: column; justify-content: space-between;
}
.card span { font-weight: 600; }
.card strong { font-size: 44px; line-height: 1; font-variant-numeric: tabular-nums; align-self: end; }
h1 { font-size: 22px; line-height: 1.35; text-wrap: balance; }
form { display: grid; gap: 8px; }
label { font-weight: 600; font-size: 15px; }
input, button { font: inherit; min-height: 48px; border-radius: 12px; padding: 8px 16px; width: 100%; }
input {
  border: 1px solid var(--line); background: transparent; color: inherit;
  font-family: ui-monospace, monospace; letter-spacing: .08em; text-transform: uppercase;
}
input[aria-invalid] { border-color: var(--fault); }
button { border: 0; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; margin-top: 8px; }
button:hover { filter: brightness(1.08); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.fault { color: var(--fault); font-size: 15px; }
dl { display: grid; gap: 12px; }
dt { font-size: 13px; color: var(--quiet); }
.code { font: 600 22px/1.4 ui-monospace, monospace; margin: 0; user-select: all; overflow-wrap: anywhere; }
footer { font-size: 13px; color: var(--quiet); border-top: 1px solid color-mix(in srgb, var(--line) 40%, transparent); padding-top: 16px; }
`;

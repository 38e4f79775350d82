import { CLAIM_PICTURES } from './claim-pictures.ts';
import type { Group } from './states.ts';

/** The page that shows the sheets, with what each state's picture once made visible. */
export function readme(groups: readonly Group[]): string {
  return `# How the widget looks

Every state of the widget on a page of another origin, under the policy \`default-src 'none'; script-src API;
connect-src API; style-src 'none'; require-trusted-types-for 'script'\`, at 360 and 1280 px, light and dark. The server
is scripted, the clock stands still. \`node test/screens/shoot.ts\` takes the pictures again and writes this page from
[states.ts](states.ts).

${groups.map(section).join('\n\n')}

${CLAIM_PAGE}`;
}

/** The name of a group's sheet beside the README. */
export function sheetFile({ name }: Group, size: 'phone' | 'desktop'): string {
  return `${name.replaceAll(' ', '-')}-${size}.png`;
}

function section(group: Group): string {
  const { name, states } = group;
  return `## ${name[0]?.toUpperCase()}${name.slice(1)}

![${name}, 360 px wide](${sheetFile(group, 'phone')})
![${name}, 1280 px wide](${sheetFile(group, 'desktop')})

${states.map((state) => `- **${state.name}**: ${state.fixed}`).join('\n')}`;
}

/** The pages of the server have a sheet of their own. */
const CLAIM_PAGE = `## The claim page

![states of a claim page, 360 and 320 px wide](claim-page-phone.png)

What a recipient sees of a card that is made on opening, mailed or posted, at 360 px; pages with parts of their own at 320 px and dark as
well. \`node test/screens/shoot-claim.ts\` takes the picture again.

${CLAIM_PICTURES.map(({ name, fixed }) => `- **${name}**: ${fixed}`).join('\n')}
`;

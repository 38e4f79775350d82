import type { Group } from './states.ts';

/** The page that shows the sheets, with what each state's picture once made visible. */
export function readme(groups: readonly Group[]): string {
  return `# How the widget looks

Every state of the widget on a page of another origin, under the policy \`default-src 'none'; script-src API;
connect-src API; style-src 'none'; require-trusted-types-for 'script'\`, at 360 and 1280 px, light and dark. The server
is scripted, the clock stands still. \`node test/screens/shoot.ts\` takes the pictures again and writes this page from
[states.ts](states.ts).

${groups.map(section).join('\n\n')}
`;
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

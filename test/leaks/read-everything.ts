import type { Member, Run } from './full-run.ts';
import type { Kind } from './witness.ts';

type Document = { paths: Record<string, Record<string, unknown>> };

const PAGES = [
  '/openapi.json',
  '/docs',
  '/terms/friends',
  '/terms/friends/1',
  '/widget.js',
  '/widget/manifest.json',
];

/** What a route has to be asked that answers nothing without it. */
const QUERIES: Record<string, string> = { '/v1/reports/statement': '?programId=friends' };

/** What an answer is for beside what anybody may read: a person's own data is told to the site that asks for it. */
const GIVES: Record<string, readonly Kind[]> = { '/v1/participants/{id}/export': ['person'] };

/** Every GET route that the product documents, found in its document so that a new one cannot be forgotten. */
export async function readEverything(
  run: Run,
  member: Member,
  ids: Record<string, string>,
): Promise<string[]> {
  const { server, witness } = run;
  const document: Document = await (await fetch(`${server.url}/openapi.json`)).json();
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    'get' in methods ? [path] : [],
  );
  for (const path of documented) {
    const place = path.replaceAll(/\{\w+\}/g, () => {
      const id = ids[path];
      if (id === undefined) throw new Error(`the leak test does not know what to read at ${path}`);
      return id;
    });
    const address = place + (QUERIES[path] ?? '');
    const answer = path.startsWith('/v1/widget/')
      ? await server.widget(address, { session: member.session })
      : await server.site(address);
    if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`);
    await witness.hear(`GET ${path}`, await beginningOf(answer), GIVES[path]);
  }
  for (const path of PAGES) await witness.hear(`GET ${path}`, await fetch(server.url + path));
  return documented;
}

/** A stream never ends by itself: its first piece says what it says. */
async function beginningOf(answer: Response): Promise<Response> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer;
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new Response(first?.value, answer);
}

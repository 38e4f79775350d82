import { html } from 'hono/html';
import { PROBLEM_CODES } from '../../shared/contract/problem.ts';
import type { Auth } from './caller.ts';
import { bodyRuleOf, type Endpoint, type EndpointSpec } from './endpoint.ts';
import { type OpenApiDocument, operationId, problemsOf } from './openapi.ts';
import { PROBLEMS } from './problem-catalogue.ts';
import { exampleOf, type FieldRow, fieldRows } from './schema-outline.ts';

type Fragment = ReturnType<typeof html>;

/** The API for people: every route with its fields, examples and refusals, and what to do about each code. */
export function docsPage(
  endpoints: readonly Endpoint[],
  document: OpenApiDocument,
  stylePath: string,
): Fragment {
  const specs = endpoints.map(({ spec }) => spec);
  const byTag = [...Map.groupBy(specs, (spec) => spec.tags[0])];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Goodturn API</title>
        <link rel="stylesheet" href="${stylePath}" />
      </head>
      <body>
        <header>
          <h1>Goodturn API</h1>
          <p>
            JSON over HTTP. Times are ISO 8601 in UTC, money is an integer in minor units with its currency. The
            same schemas make the <a href="/openapi.json">OpenAPI 3.1 document</a>.
          </p>
        </header>
        <nav aria-label="Routes">${byTag.map(([tag, group]) => contents(tag, group))}</nav>
        <main>
          ${byTag.map(([tag, group]) => section(tag, group, document))} ${problems()}
        </main>
      </body>
    </html>`;
}

function contents(tag: string, specs: readonly EndpointSpec[]): Fragment {
  const links = specs.map(
    (spec) => html`<li><a href="#${operationId(spec)}"><b>${spec.method}</b> ${spec.path}</a></li>`,
  );
  return html`<h2>${tag}</h2>
    <ul>
      ${links}
    </ul>`;
}

function section(tag: string, specs: readonly EndpointSpec[], document: OpenApiDocument): Fragment {
  return html`<section>
    <h2>${tag}</h2>
    ${specs.map((spec) => route(spec, document))}
  </section>`;
}

function route(spec: EndpointSpec, document: OpenApiDocument): Fragment {
  const codes = problemsOf(spec).map((code) => html`<a href="#problem-${code}">${code}</a> `);
  return html`<article id="${operationId(spec)}">
    <h3><code>${spec.method} ${spec.path}</code></h3>
    <p><strong>${prose(spec.summary)}</strong></p>
    <p>${prose(spec.description)}</p>
    <p>Credential: ${authText(spec.auth)}.</p>
    ${parameters(spec, document)} ${requestBody(spec, document)} ${answers(spec, document)}
    <p>Refusals: ${codes}</p>
  </article>`;
}

/** A sentence of a schema, whose words between backticks are code. */
function prose(text: string): (Fragment | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

function authText(auth: Auth): string {
  if (auth === 'none') return 'none';
  if (auth === 'site-key') return 'publishable key in X-Site-Key';
  if (auth === 'session') return 'publishable key in X-Site-Key and session token as bearer';
  return `secret key as bearer, with the scope ${auth.scope}`;
}

type Operation = {
  parameters?: unknown;
  requestBody?: { content?: Record<string, Content> };
  responses?: Record<string, { content?: Record<string, Content> }>;
};
type Content = { schema?: unknown; example?: unknown };

/** The operation as the finished document has it, with references to components. */
function operationOf(spec: EndpointSpec, document: OpenApiDocument): Operation {
  const id = operationId(spec);
  const operations = Object.values(document.paths ?? {}).flatMap((path): Operation[] => Object.values(path));
  return operations.find((operation) => 'operationId' in operation && operation.operationId === id) ?? {};
}

function parameters(spec: EndpointSpec, document: OpenApiDocument): Fragment | string {
  const declared = operationOf(spec, document).parameters;
  if (!Array.isArray(declared) || declared.length === 0) return '';
  const schema = {
    properties: Object.fromEntries(declared.map(({ name, schema }) => [name, schema])),
    required: declared.filter(({ required }) => required === true).map(({ name }) => name),
  };
  return html`<h4>Parameters</h4>
    ${fieldTable(fieldRows(schema, document))}`;
}

function requestBody(spec: EndpointSpec, document: OpenApiDocument): Fragment | string {
  const content = operationOf(spec, document).requestBody?.content?.['application/json'];
  if (!content) return '';
  const rule =
    bodyRuleOf(spec) === 'json-only' ? 'Needs Content-Type: application/json.' : 'Any content type.';
  return html`<h4>Body</h4>
    <p>${rule}</p>
    ${fieldTable(fieldRows(content.schema, document))} ${example(content, document)}`;
}

function answers(spec: EndpointSpec, document: OpenApiDocument): Fragment[] {
  const { responses } = operationOf(spec, document);
  return Object.entries(spec.responses).map(([status, { description }]) => {
    const content = responses?.[status]?.content?.['application/json'];
    return html`<h4>${status}</h4>
      <p>${prose(description)}</p>
      ${content ? example(content, document) : ''}`;
  });
}

function example(content: Content, document: OpenApiDocument): Fragment {
  const value = content.example ?? exampleOf(content.schema, document);
  return html`<pre tabindex="0"><code>${JSON.stringify(value, null, 2)}</code></pre>`;
}

function fieldTable(rows: readonly FieldRow[]): Fragment | string {
  if (rows.length === 0) return '';
  const lines = rows.map(
    ({ name, type, required, description }) =>
      html`<tr>
        <th scope="row"><code>${name}</code></th>
        <td>${type}</td>
        <td>${required ? 'required' : 'optional'}</td>
        <td>${prose(description)}</td>
      </tr>`,
  );
  return html`<table>
    <tbody>
      ${lines}
    </tbody>
  </table>`;
}

function problems(): Fragment {
  const entries = PROBLEM_CODES.map((code) => {
    const { status, title, remedy } = PROBLEMS[code];
    return html`<dt id="problem-${code}"><code>${code}</code> (${status})</dt>
      <dd>${prose(`${title}. ${remedy}`)}</dd>`;
  });
  return html`<section id="problems">
    <h2>Problem codes</h2>
    <p>Every refusal is <code>application/problem+json</code> (RFC 9457) with one of these codes.</p>
    <dl>
      ${entries}
    </dl>
  </section>`;
}

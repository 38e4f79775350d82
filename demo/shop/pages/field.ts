import { html } from 'hono/html';
import type { Html } from './html.ts';

type Field = {
  label: string;
  name: string;
  value: string;
  autocomplete: string;
  type?: 'text' | 'email';
  required?: boolean;
};

/** One labelled line of a form. */
export function field({ label, name, value, autocomplete, type = 'text', required = true }: Field): Html {
  return html`<label class="field"><span>${label}</span>
    <input type="${type}" name="${name}" value="${value}" autocomplete="${autocomplete}" maxlength="254" ${required ? html`required` : ''}>
  </label>`;
}

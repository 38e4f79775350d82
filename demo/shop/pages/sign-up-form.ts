import { html } from 'hono/html';
import type { SignUpForm } from '../sign-up.ts';
import { field } from './field.ts';
import type { Html } from './html.ts';

/** `fault` says in one sentence what has to change; `next` is the page that follows. */
export type SignUpDraft = SignUpForm & { fault: string | null; next: string };

export function signUpForm(draft: SignUpDraft): Html {
  const invited = draft.referralToken !== '';
  return html`<form class="card stack" method="post" action="/sign-up">
    ${draft.fault ? html`<p class="fault" role="alert">${draft.fault}</p>` : ''}
    ${field({ label: 'Your name', name: 'name', value: draft.name, autocomplete: 'name' })}
    ${field({ label: 'E-mail', name: 'email', value: draft.email, autocomplete: 'email', type: 'email' })}
    <input type="hidden" name="referralToken" value="${draft.referralToken}">
    <input type="hidden" name="next" value="${draft.next}">
    ${invited ? showsNameField(draft) : codeField(draft)}
    <button class="button full">Create account</button>
    <p class="muted">No password in this demo. Your account lives in this browser window.</p>
  </form>`;
}

function codeField(draft: SignUpDraft): Html {
  return html`<details ${draft.referralCode ? html`open` : ''}>
    <summary>A friend gave me a code</summary>
    ${field({ label: 'Code', name: 'referralCode', value: draft.referralCode, autocomplete: 'off', required: false })}
    ${showsNameField(draft)}
  </details>`;
}

function showsNameField(draft: SignUpDraft): Html {
  return html`<label class="tick">
    <input type="checkbox" name="showsName" value="yes" ${draft.showsName ? html`checked` : ''}>
    <span>Let the friend who invited me see my first name</span>
  </label>`;
}

import { html } from 'hono/html';
import { BRAND, PROGRAM_ID } from '../brand.ts';
import { firstName } from '../customers.ts';
import { PRODUCTS } from '../products.ts';
import type { View } from '../view.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';
import { type SignUpDraft, signUpForm } from './sign-up-form.ts';

/** Where share links lead. The widget says who invites and what one gets; the shop says who it is. */
export function welcomePage(view: View, draft: SignUpDraft): Html {
  return page(
    view,
    { title: 'Welcome' },
    html`<div class="split welcome">
      <div class="stack">
        <goodturn-widget mode="welcome" program="${PROGRAM_ID}"></goodturn-widget>
        <section>
          <h1>Welcome to ${BRAND.name}</h1>
          <p class="lead">${BRAND.line}, thrown by four people in ${BRAND.place}.</p>
        </section>
      </div>
      <section aria-labelledby="join">
        <h2 id="join">Create your account</h2>
        ${view.customer ? alreadyHere(firstName(view.customer)) : signUpForm(draft)}
      </section>
      <div class="trio">${PRODUCTS.slice(0, 3).map((product) => product.picture())}</div>
    </div>`,
  );
}

/** A share link followed by somebody who is logged in: an account is never switched behind a person's back. */
function alreadyHere(name: string): Html {
  return html`<form class="card stack" method="post" action="/log-out">
    <p>You are logged in as ${name} in this window.</p>
    <button class="button full" name="next" value="/new-visitor">Continue as someone new</button>
    <a class="button quiet full" href="/account">Stay ${name}</a>
  </form>`;
}

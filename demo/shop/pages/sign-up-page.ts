import { html } from 'hono/html';
import type { View } from '../view.ts';
import type { Html } from './html.ts';
import { page } from './page.ts';
import { type SignUpDraft, signUpForm } from './sign-up-form.ts';

export function signUpPage(view: View, draft: SignUpDraft): Html {
  return page(
    view,
    { title: 'Sign up' },
    html`<section class="narrow">
      <h1>Create your account</h1>
      <p class="lead">For your orders, and for a link to share with friends.</p>
      ${signUpForm(draft)}
    </section>`,
  );
}

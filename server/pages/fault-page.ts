import { html } from 'hono/html';
import { type Fragment, page } from './page.ts';

type Fault = {
  /** Problem code of the contract. */
  code: string;
  requestId: string;
  /** Seconds after which trying again makes sense. */
  retryAfterS: number | null;
  /** The page from which the visitor came, when going back helps. */
  back: string | null;
};

type Words = { title: string; text: string; back?: string };

/**
 * A refusal in words for visitors. "Not found" is the same text for everything that is not there, so that it tells
 * nobody whether an address was ever good.
 */
export function faultPage({ code, requestId, retryAfterS, back }: Fault): Fragment {
  const words = wordsFor(code, retryAfterS);
  const way =
    back !== null && words.back
      ? html`<p class="way"><a class="button" href="${back}">${words.back}</a></p>`
      : '';
  const reference = code === 'internal' ? html`<p class="hint">Reference: ${requestId}</p>` : '';
  return plainPage(words, html`${way}${reference}`);
}

/** An address of ours that leads nowhere: a link that lost its end, or somebody who builds with the API. */
export function nowherePage(): Fragment {
  const docs = html`<p class="hint">Here to build something? Read <a href="/docs">the documentation of the API</a>.</p>`;
  return plainPage(wordsFor('not_found', null), docs);
}

function plainPage({ title, text }: Words, rest: Fragment): Fragment {
  const content = html`<main class="card"><div class="words">
<h1>${title}</h1>
<p>${text}</p>
${rest}
</div></main>`;
  return page({ title, content });
}

function wordsFor(code: string, retryAfterS: number | null): Words {
  switch (code) {
    case 'not_found':
      return {
        title: 'There is nothing here',
        text: 'Check that the whole link was copied. If it was, ask the people who sent it to you for a new one.',
      };
    case 'forbidden':
      return {
        title: 'Please open the page again',
        text: 'It had been open for a while, or this step did not start on our page. Nothing is lost.',
        back: 'Back to your gift card',
      };
    case 'too_many_requests':
      return {
        title: 'Opened a few times in a row',
        text: `Nothing is lost. ${waitText(retryAfterS)}, then show your gift card again.`,
        back: 'Back to your gift card',
      };
    case 'overloaded':
      return {
        title: 'Very busy right now',
        text: `Nothing is lost. ${waitText(retryAfterS)}, then try again.`,
      };
    case 'internal':
      return {
        title: 'Something broke on our side',
        text: 'Nothing is lost, and we have been told. Try again in a few minutes.',
      };
    default:
      return { title: 'That did not work', text: 'Open the link that you were sent once more.' };
  }
}

function waitText(seconds: number | null): string {
  return seconds === null ? 'Wait a moment' : `Wait ${seconds === 1 ? 'a second' : `${seconds} seconds`}`;
}

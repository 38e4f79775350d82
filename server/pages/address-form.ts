import { html } from 'hono/html';
import { countryName, postalRule } from '../domain/delivery/postal-rules.ts';
import type { AddressFaults, AddressField, Asked, Typed } from '../domain/delivery/read-address.ts';
import { cardWords } from '../domain/site/rule-words.ts';
import type { ClaimFacts } from './claim-facts.ts';
import type { Fragment } from './page.ts';

/** What somebody has filled in already, and what is wrong with it. */
export type Filled = { typed: Typed; faults: AddressFaults };

export const NOTHING_FILLED: Filled = { typed: {}, faults: {} };

type AddressFormParts = {
  action: string;
  nonce: string;
  addressDays: number;
  filled: Filled;
  /** Whether it takes the place of an address that was given before. */
  isCorrection: boolean;
};

/** Asks a recipient where their card shall go. Faults stand beside their fields, and nothing typed is lost. */
export function addressForm(
  facts: ClaimFacts,
  asked: Asked,
  { action, nonce, addressDays, filled, isCorrection }: AddressFormParts,
): Fragment {
  const isPost = asked.kind === 'postal';
  const faulty = Object.keys(filled.faults).length;
  const title = isPost
    ? `Where shall we post your ${cardWords(facts)}?`
    : `Where shall we send your ${cardWords(facts)}?`;
  return html`<h1>${title}</h1>
${
  faulty > 0
    ? html`<p class="fault" role="alert">${faulty === 1 ? 'One field needs another look.' : `${faulty} fields need another look.`} Nothing was sent yet.</p>`
    : leadWords(facts, { isPost, isCorrection })
}
<form method="post" action="${action}" novalidate>
<input type="hidden" name="nonce" value="${nonce}">
<div class="fields">${isPost ? postalFields(asked.countries, filled) : digitalFields(asked.by, filled)}</div>
<button class="button">${isPost ? 'Post my gift card' : 'Send my gift card'}</button>
</form>
<p class="hint">${isPost ? 'Your address is' : 'This is'} used for this card only and deleted ${goneWhen(addressDays)}. You never have to pay anything.</p>`;
}

function leadWords(
  { siteName, reason }: ClaimFacts,
  { isPost, isCorrection }: { isPost: boolean; isCorrection: boolean },
): Fragment {
  if (isCorrection)
    return html`<p>What you enter here takes the place of what you gave before, as long as the card is not ordered.</p>`;
  return html`<p>From <bdi>${siteName}</bdi>, because ${reason}. ${isPost ? 'It comes as a card in a letter.' : ''}</p>`;
}

function goneWhen(days: number): string {
  if (days === 0) return 'once it has arrived';
  return `${days === 1 ? '1 day' : `${days} days`} after it has arrived`;
}

function postalFields(countries: string[], filled: Filled): Fragment {
  const [only = '', ...others] = countries;
  // Nothing can rename a label when another country is chosen: of several, each has to fit.
  const labels = postalRule(others.length === 0 ? only : '');
  const isOptional = countries.some((country) => postalRule(country).states === null);
  return html`${field(filled, { name: 'name', label: 'Name', complete: 'name' })}
${field(filled, { name: 'line1', label: 'Street and number', complete: 'address-line1' })}
${field(filled, { name: 'line2', label: 'Apartment, floor, company', hint: 'If there is one', complete: 'address-line2' })}
${field(filled, { name: 'city', label: 'City', complete: 'address-level2' })}
<div class="pair">${field(filled, { name: 'state', label: labels.state, ...(isOptional && { hint: 'If there is one' }), complete: 'address-level1' })}
${field(filled, { name: 'zip', label: labels.zip, complete: 'postal-code' })}</div>
${others.length === 0 ? onlyCountry(only) : countryChoice(countries, filled)}`;
}

function onlyCountry(country: string): Fragment {
  return html`<div class="field"><span class="label">Country</span><span>${countryName(country)}</span>
<input type="hidden" name="country" value="${country}"></div>`;
}

function countryChoice(countries: string[], { typed, faults }: Filled): Fragment {
  const chosen = typed.country || countries[0];
  return html`<div class="field"><label for="country">Country</label>
<select id="country" name="country" autocomplete="country"${marks('country', faults)}>
${countries.map((each) => html`<option value="${each}"${each === chosen ? html` selected` : ''}>${countryName(each)}</option>`)}
</select>${faultOf('country', faults)}</div>`;
}

function digitalFields(by: ('email' | 'sms')[], filled: Filled): Fragment {
  const mail = { name: 'email', label: 'E-mail address', complete: 'email', type: 'email' } as const;
  const phone = {
    ...({ name: 'phone', label: 'Mobile number', hint: 'With its country, as in +1 555 555 0100' } as const),
    ...({ complete: 'tel', type: 'tel' } as const),
  };
  return html`${by.includes('email') ? field(filled, mail) : ''}${by.includes('sms') ? field(filled, phone) : ''}`;
}

type FieldParts = {
  name: AddressField;
  label: string;
  hint?: string;
  /** The browser's own word for what it may fill in (HTML, autofill field names). */
  complete: string;
  type?: 'text' | 'email' | 'tel';
};

function field(
  { typed, faults }: Filled,
  { name, label, hint, complete, type = 'text' }: FieldParts,
): Fragment {
  return html`<div class="field"><label for="${name}">${label}</label>${hint ? html`<small>${hint}</small>` : ''}
<input id="${name}" name="${name}" type="${type}" autocomplete="${complete}" maxlength="254" value="${typed[name] ?? ''}"${marks(name, faults)}>
${faultOf(name, faults)}</div>`;
}

/** Ties a field to the words about what is wrong with it, for those who hear the page. */
function marks(name: AddressField, faults: AddressFaults): Fragment | string {
  return faults[name] === undefined ? '' : html` aria-invalid="true" aria-describedby="${name}-fault"`;
}

function faultOf(name: AddressField, faults: AddressFaults): Fragment | string {
  const words = faults[name];
  return words === undefined ? '' : html`<p class="fault" id="${name}-fault">${words}</p>`;
}

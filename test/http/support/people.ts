import type { Harness } from '../../support/harness.ts';

let made = 0;

/** A name that no other test of the file uses, so that tests can share one server. */
export function fresh(prefix: string): string {
  made += 1;
  return `${prefix}-${made}`;
}

export type Member = { externalId: string; id: string; code: string; codes: Record<string, string> };

/** A member of the shop with a code in every running program; `code` is the one in `friends`. */
export async function member(goodturn: Harness, facts: object = {}): Promise<Member> {
  const externalId = fresh('member');
  const answer = await goodturn.post('/v1/participants', { externalId, ...facts });
  if (answer.status !== 201) throw new Error(`no member was made: ${await answer.text()}`);
  const { id, codes } = await answer.json();
  const byProgram = Object.fromEntries(
    codes.map(({ programId, code }: { programId: string; code: string }) => [programId, code]),
  );
  return { externalId, id, code: byProgram['friends'], codes: byProgram };
}

/** A session of the member in the widget, by a token that Goodturn minted for the site. */
export async function signIn(
  goodturn: Harness,
  { externalId }: { externalId: string },
  programId = 'friends',
): Promise<string> {
  const minted = await goodturn.post('/v1/participant-tokens', { externalId });
  const { participantToken } = await minted.json();
  const opened = await goodturn.widget('POST', '/v1/widget/sessions', {
    body: { participantToken, programId },
  });
  if (opened.status !== 200) throw new Error(`no session was opened: ${await opened.text()}`);
  return (await opened.json()).sessionToken;
}

/** What a browser sends when somebody follows a link. */
export const BROWSER = {
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'Sec-Fetch-Dest': 'document',
};

/** Follows a share link as a browser does and returns the referral token of the landing address. */
export async function clickThrough(
  goodturn: Harness,
  code: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await goodturn.app.request(`/r/${code}`, {
    headers: { ...BROWSER, ...headers },
  });
  const token = new URL(answer.headers.get('location') ?? '').searchParams.get('ref');
  if (token === null) throw new Error('the landing address has no token');
  return token;
}

/** A purchase of somebody new; `change` says what the test is about. */
export function purchase(change: object = {}) {
  return {
    type: 'purchase',
    eventId: fresh('order'),
    customer: { id: fresh('customer') },
    amount: { amount: 4200, currency: 'USD' },
    ...change,
  };
}

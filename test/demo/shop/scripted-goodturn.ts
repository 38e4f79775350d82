import { createGoodturn } from '../../../demo/shop/goodturn.ts';

type Sent = { method: string; path: string; key: string | null; body: Record<string, unknown> };
type Answer = { status: number; body: unknown };

export const CREATED_AT = '2026-11-23T10:00:00.000Z';
export const CLAIM_PAGE_URL = 'http://127.0.0.1:4000/c/only-for-the-recipient';

/** A Goodturn that plays a script: it answers as design section 6 says, notes what it was sent, and can be down. */
export function scriptedGoodturn() {
  const sent: Sent[] = [];
  const events = new Map<string, unknown>();
  const rewards: ReturnType<typeof rewardsFor> = [];
  const script = { isDown: false, refuses: null as Answer | null };

  function takeEvent(body: Record<string, unknown>): Answer {
    const eventId = String(body['eventId']);
    const known = events.get(eventId);
    if (known) return { status: 200, body: known };
    const amount = (body['amount'] as { amount: number } | undefined)?.amount ?? 0;
    const earned = amount >= 2500 ? rewardsFor(eventId, body) : [];
    rewards.push(...earned);
    const decisions = earned.map(({ beneficiary }) => decisionFor(beneficiary));
    const event = {
      id: `evt_${eventId}`,
      eventId,
      type: body['type'],
      status: earned.length > 0 ? 'credited' : 'recorded',
      decisions,
      rewards: earned,
      createdAt: CREATED_AT,
    };
    events.set(eventId, event);
    return { status: 201, body: event };
  }

  function answer({ method, path, body }: Sent): Answer {
    if (path === '/v1/participants') return { status: 201, body: participant(body) };
    if (path === '/v1/participant-tokens') {
      return {
        status: 200,
        body: { participantToken: `token of ${body['externalId']}`, expiresAt: CREATED_AT },
      };
    }
    if (path === '/v1/events' && method === 'POST') return takeEvent(body);
    if (path.startsWith('/v1/events/')) return { status: 200, body: events.get(path.slice(11)) };
    if (path.startsWith('/v1/rewards?')) return { status: 200, body: { data: rewards, nextCursor: null } };
    if (path.startsWith('/v1/orders?')) return { status: 200, body: { data: [order()], nextCursor: null } };
    if (path.startsWith('/v1/rewards/') && method === 'GET') {
      const reward = rewards.find(({ id }) => path.endsWith(id));
      return reward ? { status: 200, body: reward } : { status: 404, body: {} };
    }
    if (path.endsWith('/claim-page')) return { status: 200, body: { claimPageUrl: CLAIM_PAGE_URL } };
    return { status: 404, body: { detail: `${method} ${path} is not in the script` } };
  }

  async function send(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const url = new URL(String(input));
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : {};
    const key = new Headers(init?.headers).get('authorization');
    const request = { method: init?.method ?? 'GET', path: url.pathname + url.search, key, body };
    sent.push(request);
    if (script.isDown) throw new TypeError('fetch failed');
    const { status, body: answered } = script.refuses ?? answer(request);
    return Response.json(answered, { status });
  }

  const goodturn = createGoodturn({ url: 'http://127.0.0.1:4000', secretKey: 'sk_test', fetch: send });
  const studio = createGoodturn({ url: 'http://127.0.0.1:4000', secretKey: 'sk_studio', fetch: send });
  const eventsSent = () => sent.filter(({ path }) => path === '/v1/events').map(({ body }) => body);
  return { goodturn, studio, sent, eventsSent, script };
}

function participant(body: Record<string, unknown>) {
  const url = 'http://127.0.0.1:4000/r/ADA42';
  return {
    id: 'par_1',
    externalId: body['externalId'],
    codes: [
      { programId: 'friends', code: 'ADA42', url },
      { programId: 'studio-partners', code: 'NOOR77', url },
    ],
  };
}

function rewardsFor(eventId: string, body: Record<string, unknown>) {
  const customer = body['customer'] as { id: string };
  const recipients = { referrer: 'ada', friend: customer.id };
  return Object.entries(recipients).map(([beneficiary, externalId]) => ({
    id: `rwd_${beneficiary}`,
    eventId,
    beneficiary,
    recipient: { externalId },
    value: { amount: 1500, currency: 'USD' },
    productId: 'CVS',
    delivery: 'Links',
    status: 'issued',
    reason: 'order_completed',
    createdAt: CREATED_AT,
  }));
}

function decisionFor(beneficiary: string) {
  const checks = [{ check: 'token', passed: true, detail: 'The referral token verifies.' }];
  return {
    programId: 'friends',
    ruleId: 'first-purchase',
    beneficiary,
    matchedBy: 'bound',
    outcome: 'earned',
    checks,
  };
}

function order() {
  const times = { createdAt: CREATED_AT, completedAt: CREATED_AT };
  return {
    poNumber: 'GT01TESTNUMBER000000',
    rewardId: 'rwd_friend',
    status: 'completed',
    attempts: 1,
    ...times,
  };
}

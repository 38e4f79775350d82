import { BROWSER } from '../../http/support/people.ts';
import { SECRETS } from '../../support/acme.ts';
import { putProgram } from '../play.ts';
import { answered } from './answered.ts';
import type { Deed, DeedOf } from './any-life.ts';
import { changed } from './any-settings.ts';
import { bind, changeBatch, give, reissue, review, sendBatch } from './decide.ts';
import { codeOf, externalIdOf, type Life, programOf, rewardAt, sessionOf } from './life.ts';
import { buy, signUpOrVisit, takeBack } from './tell.ts';

/** Makes one deed as its maker would: over HTTP, or as the rounds of the server's jobs. */
export async function live(life: Life, deed: Deed): Promise<void> {
  switch (deed.kind) {
    case 'buy':
      return buy(life, deed);
    case 'signup':
    case 'visit':
      return signUpOrVisit(life, deed);
    case 'return':
      return takeBack(life, deed);
    case 'review':
      return review(life, deed);
    case 'reissue':
      return reissue(life, deed);
    case 'give':
      return give(life, deed);
    case 'batch':
      return sendBatch(life, deed);
    case 'changeBatch':
      return changeBatch(life, deed);
    case 'bind':
      return bind(life, deed);
    case 'change':
      return change(life, deed);
    case 'work':
      return work(life);
    case 'reveal':
      return reveal(life, deed);
    case 'click':
      return click(life, deed);
    case 'ask':
      return ask(life, deed);
    default:
      return aboutPerson(life, deed);
  }
}

type OfPerson = 'member' | 'accept' | 'erase' | 'block' | 'unblock' | 'code';

/** What the site's back end says about one of its people. 404: the person is not known yet, or was erased. */
async function aboutPerson(life: Life, deed: DeedOf<OfPerson>): Promise<void> {
  const { post, app, deps } = life.goodturn;
  const externalId = externalIdOf(life, deed.person);
  const path = `/v1/participants/${externalId}`;
  const body = { reason: 'asked' };
  switch (deed.kind) {
    case 'member':
      return answered(post('/v1/participants', { externalId, ...deed.facts }), 200, 201, 409);
    case 'block':
    case 'unblock':
      return answered(post(`${path}/${deed.kind}`, body), 204, 404);
    case 'code': {
      const programId = programOf(life, deed.program).id;
      return answered(post(`${path}/codes`, { ...body, programId }), 201, 404, 409);
    }
    case 'accept': {
      const programId = programOf(life, deed.program).id;
      const version = (await deps.directory.current()).program(programId)?.version;
      return answered(post(`${path}/terms`, { programId, version }), 204, 404);
    }
    case 'erase': {
      const headers = { Authorization: `Bearer ${SECRETS.ACME_SECRET_KEY}` };
      const asked = app.request(path, { method: 'DELETE', headers, body: JSON.stringify(body) });
      return answered(asked, 204, 404);
    }
  }
}

async function change(life: Life, deed: DeedOf<'change'>): Promise<void> {
  const watched = programOf(life, deed.program);
  watched.program = changed(watched.program, deed.change, life.goodturn.clock.now);
  await putProgram(life.goodturn, watched.id, watched.program);
}

/** One round of each job. */
async function work({ goodturn: { deps } }: Life): Promise<void> {
  await deps.releaseDue();
  await deps.makeBatches();
  await deps.expireDue();
  await deps.worker.settle();
}

/** Its owner opens the reward in the widget. */
async function reveal(life: Life, { reward: number }: DeedOf<'reveal'>): Promise<void> {
  const reward = await rewardAt(life, number);
  if (!reward) return;
  // By the name that they have now: one who was erased has another.
  const [owner] = await life.goodturn.deps.store.read.participants.byIds([reward.participantId]);
  const session = owner && (await sessionOf(life, owner.externalId, reward.programId));
  if (!session) return;
  const path = `/v1/widget/rewards/${reward.id}/reveal`;
  await answered(life.goodturn.widget('POST', path, { session }), 200, 409, 503);
}

async function click(life: Life, { person, program }: DeedOf<'click'>): Promise<void> {
  const code = await codeOf(life, person, program);
  if (code) await answered(life.goodturn.app.request(`/r/${code}`, { headers: BROWSER }), 302);
}

/** The person misses a friend in the widget. */
async function ask(life: Life, { person, program }: DeedOf<'ask'>): Promise<void> {
  const session = await sessionOf(life, externalIdOf(life, person), programOf(life, program).id);
  if (!session) return;
  const around = new Date(life.goodturn.clock.now).toISOString().slice(0, 10);
  const asked = life.goodturn.widget('POST', '/v1/widget/missing-referrals', { session, body: { around } });
  await answered(asked, 200, 429);
}

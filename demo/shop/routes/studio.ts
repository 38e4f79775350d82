import { type Context, Hono } from 'hono';
import { studioPage } from '../pages/studio-page.ts';
import { ensureSession } from '../sessions.ts';
import type { Shop, ShopEnv } from '../shop.ts';
import { actOut, type Deed, followUp, newVisit, partnerCode } from '../studio.ts';
import { COURSES, chosen, SOURCES, TOPICS } from '../studio-offers.ts';
import { viewOf } from '../view.ts';
import { readForm } from './read-form.ts';

type Fields = Record<string, string>;

/** What each form of the page stands for. Null for a choice that the form does not have. */
type Act = (shop: Shop, fields: Fields) => Promise<Deed | null>;

const ACTS: Record<string, Act> = {
  join: async (_shop, { source = '' }) => {
    const label = chosen(SOURCES, source)?.label;
    if (!label) return null;
    const code = source ? { referralCode: source } : {};
    return { title: `Joined: ${label}`, type: 'signup', programId: 'studio-welcome', ...code };
  },
  december: async (_shop, { course }) => courseDeed('studio-december', course, ''),
  workshop: async (_shop, { topic }) => {
    const known = chosen(TOPICS, topic);
    if (!known) return null;
    const title = `Came to: ${known.label}`;
    return {
      title,
      type: 'workshop.attended',
      programId: 'studio-workshops',
      metadata: { topic: known.value },
    };
  },
  partner: async ({ studio }, { course }) => {
    const deed = courseDeed('studio-partners', course, ' through Noor’s link');
    return deed && { ...deed, referralCode: await partnerCode(studio) };
  },
  survey: async () => ({
    title: 'Answered the survey',
    type: 'survey.answered',
    programId: 'studio-survey',
  }),
  finish: async () => ({
    title: 'Finished a course',
    type: 'course.finished',
    programId: 'studio-graduates',
  }),
  tour: async () => ({ title: 'Gave a tour', type: 'tour.given', programId: 'studio-open-day' }),
};

function courseDeed(programId: string, course: string | undefined, how: string): Deed | null {
  const known = chosen(COURSES, course);
  if (!known) return null;
  const amount = { amount: Number(known.value), currency: 'USD' as const };
  return {
    title: `Booked${how}: ${known.label}`,
    type: 'purchase',
    programId,
    amount,
    metadata: { kind: 'course' },
  };
}

/** The second site of the installation: every other kind of program, acted out by pressing a button. */
export function studioRoutes(shop: Shop): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  const visitOf = (c: Context<ShopEnv>) => {
    const session = ensureSession(shop, c);
    session.studio ??= newVisit();
    return session.studio;
  };

  routes.get('/studio', async (c) => {
    const visit = visitOf(c);
    const [now] = await Promise.all([timeThere(shop), followUp(shop.studio, visit)]);
    shop.data.save();
    return c.html(studioPage(viewOf(shop, c), visit, now, null));
  });

  routes.post('/studio/someone-else', (c) => {
    ensureSession(shop, c).studio = newVisit();
    shop.data.save();
    return c.redirect('/studio', 303);
  });

  /** The demo's own clock, so that a promotion can be seen before, in and after its time. */
  routes.post('/studio/next-week', async (c) => {
    await shop.studio
      .moveClock(7)
      .catch((error: unknown) => shop.report(`Clock not moved: ${String(error)}`));
    return c.redirect('/studio', 303);
  });

  routes.post('/studio/:act', async (c) => {
    const visit = visitOf(c);
    try {
      const act = ACTS[c.req.param('act')];
      const deed = await act?.(shop, await readForm(c));
      if (!deed) return c.notFound();
      await actOut(shop.studio, visit, deed);
      shop.data.save();
      return c.redirect('/studio', 303);
    } catch (error) {
      shop.report(`Studio: ${String(error)}`);
      const fault = 'Goodturn does not answer, so nothing was decided. Start it and try again.';
      return c.html(studioPage(viewOf(shop, c), visit, null, fault), 503);
    }
  });

  /** Only the guest's own cards, and only when asked for: the address is as good as the card. */
  routes.get('/studio/cards/:rewardId', async (c) => {
    const rewardId = c.req.param('rewardId');
    const told = c.get('session')?.studio?.told ?? [];
    const isOpenable = told.some((answer) => answer.rewardId === rewardId && answer.toCard);
    return isOpenable ? c.redirect(await shop.studio.claimPageUrl(rewardId)) : c.notFound();
  });
  return routes;
}

async function timeThere({ studio }: Shop): Promise<string | null> {
  return studio.readClock().catch(() => null);
}

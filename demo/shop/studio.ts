import type { Goodturn } from './goodturn.ts';
import type { StudioEventRequest } from './goodturn-messages.ts';
import { randomId } from './random-id.ts';
import type { StudioAnswer, StudioVisit } from './state.ts';
import { PARTNER } from './studio-offers.ts';
import { answerWords, standing } from './studio-words.ts';

/** How many answers a visitor sees. */
const KEPT = 10;

const GUESTS = ['Cleo Marsh', 'Dev Anand', 'Esme Okafor', 'Finn Larsen', 'Gia Romano', 'Hana Sato'];

/** A person whom the studio has never seen. */
export function newVisit(): StudioVisit {
  const id = randomId('guest');
  const name = GUESTS[id.charCodeAt(id.length - 1) % GUESTS.length] ?? 'Cleo Marsh';
  return { guest: { id, name }, told: [] };
}

/** What the visitor did, in the program of the studio that it is about. */
export type Deed = Pick<StudioEventRequest, 'type' | 'programId' | 'referralCode' | 'amount' | 'metadata'> & {
  title: string;
};

/** Tells Goodturn of the deed as the studio's back end would, and keeps its answer in words with the visit. */
export async function actOut(
  goodturn: Goodturn,
  visit: StudioVisit,
  { title, ...deed }: Deed,
): Promise<void> {
  const { id, name } = visit.guest;
  const email = `${id.toLowerCase()}@mail.example`;
  const event = await goodturn.sendEvent({
    ...deed,
    eventId: randomId('act'),
    customer: { id, name, email },
  });
  const names = new Map([
    [id, name],
    [PARTNER.id, PARTNER.name],
  ]);
  visit.told = [{ title, ...answerWords(event, names, id) }, ...visit.told].slice(0, KEPT);
}

/** Says of each answer where its reward stands by now. What cannot be read stays as it was told. */
export async function followUp(goodturn: Goodturn, { guest, told }: StudioVisit): Promise<void> {
  const follow = async (answer: StudioAnswer) => {
    if (answer.rewardId === null) return;
    const reward = await goodturn.readReward(answer.rewardId).catch(() => null);
    if (reward) Object.assign(answer, standing(reward, answer.why, guest.id));
  };
  await Promise.all(told.map(follow));
}

/** The code of the partner's share link; the partner joins with the first call. */
export async function partnerCode(goodturn: Goodturn): Promise<string> {
  const { id, name, email } = PARTNER;
  const { codes } = await goodturn.upsertParticipant({ externalId: id, name, email });
  const own = codes.find(({ programId }) => programId === 'studio-partners');
  if (!own) throw new Error('Goodturn has no partner program.');
  return own.code;
}

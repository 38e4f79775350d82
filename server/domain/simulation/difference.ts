import type { Beneficiary } from '../../../shared/contract/fields.ts';
import { SAMPLES, type SimulatedChange, type Simulation } from '../../../shared/contract/simulation.ts';
import type { ReplayedEvent } from './replayed-event.ts';

type Change = {
  eventId: string;
  to: Beneficiary;
  real: number;
  simulated: number;
  reason: SimulatedChange['reason'];
};

/** Where the simulated past and the real one differ: one line for each event and beneficiary. */
export function differenceOf(events: ReplayedEvent[], currency: string): Simulation['difference'] {
  const changes = events.flatMap(changesOf);
  const gained = changes.filter(({ real, simulated }) => simulated > real);
  const lost = changes.filter(({ real, simulated }) => simulated < real);
  const real = events.flatMap((each) => [...each.real.values()]);
  const standing = events.flatMap(({ rewards }) => rewards.filter(({ endedBy }) => endedBy === null));
  const money = (amount: number) => ({ amount, currency });
  const present = ({ eventId, to, reason, ...sums }: Change): SimulatedChange => ({
    eventId,
    beneficiary: to,
    real: sums.real === 0 ? null : money(sums.real),
    simulated: sums.simulated === 0 ? null : money(sums.simulated),
    reason,
  });
  return {
    rewards: { real: real.reduce((sum, { count }) => sum + count, 0), simulated: standing.length },
    faceValue: {
      real: money(real.reduce((sum, { amount }) => sum + amount, 0)),
      simulated: money(standing.reduce((sum, { value }) => sum + value.amount, 0)),
    },
    gainedCount: gained.length,
    lostCount: lost.length,
    gained: gained.slice(0, SAMPLES).map(present),
    lost: lost.slice(0, SAMPLES).map(present),
  };
}

function changesOf({ eventId, rewards, refusals, real }: ReplayedEvent): Change[] {
  const beneficiaries = new Set([...real.keys(), ...rewards.map(({ to }) => to)]);
  return [...beneficiaries].flatMap((to) => {
    const own = rewards.filter((reward) => reward.to === to);
    const simulated = own.reduce((sum, { endedBy, value }) => sum + (endedBy === null ? value.amount : 0), 0);
    const outcome = real.get(to) ?? { amount: 0, reason: null };
    if (simulated === outcome.amount) return [];
    const refusal = refusals.find((each) => each.to === to)?.reason;
    const ended = own.find(({ endedBy }) => endedBy !== null)?.endedBy ?? null;
    const reason = simulated > outcome.amount ? outcome.reason : (refusal ?? ended);
    return [{ eventId, to, real: outcome.amount, simulated, reason }];
  });
}

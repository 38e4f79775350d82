import type { SimulatedChange, Simulation } from '../../shared/contract/simulation.ts';
import { formatMoney, type Money } from '../../shared/money.ts';
import { SUPPORT_TEXTS } from '../../shared/reason.ts';
import { table } from './table.ts';

/** Samples of each kind that a terminal has room for; the API gives more. */
const SHOWN = 10;

/** A simulation as a person reads it: the sums, then what waits, what is refused, and what would be different. */
export function simulationLines(simulation: Simulation): string[] {
  return [
    ...sums(simulation),
    ...section('Would wait first', simulation.held.map(reasonRow)),
    ...section('Would be refused', simulation.refused.map(reasonRow)),
    ...differences(simulation),
  ];
}

function sums(simulation: Simulation): string[] {
  const { programId, atStart, events, rewards, cost, liability, budgetEndsOn, truncated } = simulation;
  const { referrer, friend, participant } = rewards.byBeneficiary;
  return [
    `Program ${programId}, ${span(simulation)}`,
    '',
    ...table(
      ['', ''],
      [
        ...(atStart.rewards === 0
          ? []
          : [['Stood before', `${atStart.rewards} rewards of ${formatMoney(atStart.faceValue)}`]]),
        ['Events that its rules ask for', `${events.seen}, of which ${events.matched} fulfil a rule`],
        [
          'Rewards',
          `${rewards.count} (referrers ${referrer}, friends ${friend}, participants ${participant})`,
        ],
        ['  taken back by returns before they were ordered', String(rewards.byStatus.returned)],
        ['  taken back by people before they were ordered', String(rewards.byStatus.rejected)],
        ['Face value', formatMoney(rewards.faceValue)],
        ['Cost by the catalogue', cost === null ? 'not known' : formatMoney(cost)],
        ['Promised and not ordered yet', formatMoney(liability)],
        ['Budget ends on', budgetEndsOn ?? 'it lasts'],
      ],
    ).slice(1),
    ...(truncated ? ['', 'There are more events: go on with --from and the last instant above.'] : []),
  ];
}

function span({ from, to }: Simulation): string {
  return from === null || to === null ? 'no events' : `events from ${from} to ${to}`;
}

function reasonRow({ reason, text, count }: Simulation['refused'][number]): string[] {
  return [`  ${count}`, `${text} (${reason})`];
}

function differences({ difference }: Simulation): string[] {
  const { rewards, faceValue, gained, gainedCount, lost, lostCount } = difference;
  return [
    '',
    `Really there are ${rewards.real} rewards of ${formatMoney(faceValue.real)}; simulated ${rewards.simulated} of ${formatMoney(faceValue.simulated)}.`,
    ...section(`Would gain: ${gainedCount}`, gained.slice(0, SHOWN).map(changeRow)),
    ...section(`Would lose: ${lostCount}`, lost.slice(0, SHOWN).map(changeRow)),
  ];
}

function changeRow({ eventId, beneficiary, real, simulated, reason }: SimulatedChange): string[] {
  const why = reason === null ? '' : SUPPORT_TEXTS[reason];
  return [`  ${eventId}`, beneficiary, `${words(real)} → ${words(simulated)}`, why];
}

function words(value: Money | null): string {
  return value === null ? 'nothing' : formatMoney(value);
}

function section(heading: string, rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const [, ...lines] = table(['', '', '', ''], rows);
  return ['', heading, ...lines];
}

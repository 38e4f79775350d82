import type { RewardOptions } from '../delivery/options.ts';
import type { Catalogue } from '../order/catalogue-record.ts';
import { oneOf } from './one-of.ts';
import type { SettingFault } from './setting-fault.ts';

/** What a reward says about its way and the upstream does not know, as paths inside it. A list that is not known accuses nobody. */
export function shippingFaults(
  { branding, shipping }: RewardOptions,
  { shippingMethods, brandings }: Pick<Catalogue, 'shippingMethods' | 'brandings'>,
): SettingFault[] {
  const { method, carrier } = shipping ?? {};
  const methods = shippingMethods ?? [];
  const chosen = method === undefined ? methods : methods.filter(({ id }) => id === method);
  const carriers = chosen.flatMap((each) => each.carriers.map(({ id }) => id));
  const foreignMethod = shippingMethods !== null && method !== undefined && chosen.length === 0;
  const faults = [
    foreignMethod && fault('shipping.method', 'a shipping method of the account', methods.map(idOf)),
    shippingMethods !== null &&
      !foreignMethod &&
      carrier !== undefined &&
      !carriers.includes(carrier) &&
      fault('shipping.carrier', `a carrier${method ? ` of ${method}` : ' of the account'}`, carriers),
    brandings !== null &&
      branding !== undefined &&
      !brandings.some(({ id }) => id === branding) &&
      fault('branding', 'a branding of the account', brandings.map(idOf)),
  ];
  return faults.filter((each) => each !== false);
}

function idOf({ id }: { id: string }): string {
  return id;
}

function fault(path: string, what: string, known: string[]): SettingFault {
  const choices = [...new Set(known)];
  const rest = choices.length === 0 ? 'and it has none' : oneOf(choices);
  return { path, message: `must be ${what}${choices.length === 0 ? ', ' : ': '}${rest}` };
}

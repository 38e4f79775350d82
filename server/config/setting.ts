import type { Env, SettingName } from './env.ts';

/** Reads settings one by one and collects what is wrong, so that a person repairs everything in one go. */
export type SettingReader = {
  text(name: SettingName): string | null;
  whole(name: SettingName, range: NumberRange): number;
  positive(name: SettingName, fallback: number, max: number): number;
  oneOf<T extends string>(name: SettingName, choices: readonly T[], fallback: NoInfer<T>): T;
  isOn(name: SettingName, fallback: 'on' | 'off'): boolean;
  webUrl(name: SettingName): string | null;
  fault(sentence: string): void;
  faults: readonly string[];
};

type NumberRange = { min: number; max: number; fallback: number };

/** A reader of one environment. A faulty setting is noted and reads as its fallback. */
export function settingReader(env: Env): SettingReader {
  const faults: string[] = [];

  function whole(name: SettingName, { min, max, fallback }: NumberRange): number {
    const text = env.setting(name);
    if (text === undefined) return fallback;
    if (/^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
    faults.push(`${name} must be a whole number from ${min} to ${max}, not "${text}".`);
    return fallback;
  }

  function positive(name: SettingName, fallback: number, max: number): number {
    const text = env.setting(name);
    if (text === undefined) return fallback;
    if (/^\d{1,9}(\.\d{1,6})?$/.test(text) && Number(text) > 0 && Number(text) <= max) return Number(text);
    faults.push(`${name} must be a number above 0 and up to ${max}, not "${text}".`);
    return fallback;
  }

  function oneOf<T extends string>(name: SettingName, choices: readonly T[], fallback: NoInfer<T>): T {
    const text = env.setting(name);
    if (text === undefined) return fallback;
    const choice = choices.find((each) => each === text);
    if (choice === undefined) faults.push(`${name} must be one of ${choices.join(', ')}, not "${text}".`);
    return choice ?? fallback;
  }

  function webUrl(name: SettingName): string | null {
    const text = env.setting(name);
    if (text === undefined) return null;
    if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
    // Not repeated: such an address may hold a password.
    faults.push(`${name} must be a web address that begins with http:// or https://.`);
    return null;
  }

  return {
    text: (name) => env.setting(name) ?? null,
    whole,
    positive,
    oneOf,
    isOn: (name, fallback) => oneOf(name, ['on', 'off'], fallback) === 'on',
    webUrl,
    fault: (sentence) => faults.push(sentence),
    faults,
  };
}

/**
 * Chooses among the languages that there are by a BCP 47 tag: `de-AT` falls back to `de`, and what nobody has
 * translated to English.
 */
export function pickLanguage<T>(languages: Record<string, T> & { en: T }): (locale: string) => T {
  return (locale) => languages[locale] ?? languages[locale.split('-')[0] ?? ''] ?? languages.en;
}

/** A text into which no end of a line falls, such as a date: its spaces become ones that do not break. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\xa0');
}

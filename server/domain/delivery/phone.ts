/** A phone number in E.164 (`+15555550100`), or null for a text that does not name its country or is none. */
export function foldPhone(text: string): string | null {
  const bare = text.replace(/[\s().-]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(bare) ? bare : null;
}

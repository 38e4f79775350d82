/**
 * Puts a text on the clipboard and says whether it got there. `navigator.clipboard` is missing on plain HTTP and
 * refused in frames without the permission: then by the old command. Never rejects.
 */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return import('./copy-by-command.ts').then((old) => old.copyByCommand(text));
  }
}

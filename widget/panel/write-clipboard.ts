/**
 * Puts a text on the clipboard and says whether it got there. `navigator.clipboard` is missing on plain HTTP and
 * refused in frames without the permission: then by the browser's old
 * command, whose event carries the text without any field. Never rejects.
 */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

function copyByCommand(text: string): boolean {
  let isCopied = false;
  function fill(event: ClipboardEvent) {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    isCopied = true;
  }
  document.addEventListener('copy', fill, true);
  try {
    document.execCommand('copy');
  } catch {
    isCopied = false;
  }
  document.removeEventListener('copy', fill, true);
  return isCopied;
}

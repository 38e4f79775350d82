/** Copies with the browser's old command, whose event carries the text without any field. Says whether it worked. */
export function copyByCommand(text: string): boolean {
  let isCopied = false;
  function fill(event: ClipboardEvent) {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    isCopied = true;
  }
  document.addEventListener('copy', fill, { capture: true });
  try {
    document.execCommand('copy');
  } catch {
    isCopied = false;
  }
  document.removeEventListener('copy', fill, { capture: true });
  return isCopied;
}

/** Names of server-sent events, one by one (HTML Living Standard 9.2.6; data and ids carry nothing here). */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (name: string) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (text + decoder.decode(value, { stream: true })).split(/\r\n|\r|\n/);
    text = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('event:')) onEvent(line.slice(6).trim());
  }
}

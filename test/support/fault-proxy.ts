import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * What a network does to a conversation.
 * - `calm` passes everything on
 * - `down` refuses whoever connects, and cuts whoever is connected
 * - `hang` carries the request and never the answer: the work is done, and nobody learns of it
 * - `half_open` takes what is sent and passes nothing on, either way
 * - `cut` and `reset` end the conversation within its answer, politely (FIN) or not (RST)
 */
export type Weather = {
  kind: 'calm' | 'down' | 'hang' | 'half_open' | 'cut' | 'reset';
  /** Wait before each piece that is passed on, in ms. */
  latencyMs?: number;
  /** Passes answers on in pieces of so many bytes, each after the wait: a slow line. */
  sliceBytes?: number;
};

export const CALM: Weather = { kind: 'calm' };

export type FaultProxy = {
  port: number;
  /** From now on, for conversations under way as well. */
  set(weather: Weather): void;
  stop(): Promise<void>;
};

/** A TCP proxy on a free port of 127.0.0.1 in front of another port of it, whose weather a test makes. */
export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  let weather = CALM;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    if (weather.kind === 'down') return void client.resetAndDestroy();
    const target = connect(targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(socket);
      // What goes wrong on one side ends the other; that it went wrong is what this is for.
      socket.on('error', () => other.destroy());
      socket.on('close', () => open.delete(socket));
    }
    void carry(client, target, () => requestWeather(weather));
    void carry(target, client, () => weather);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      weather = next;
      if (next.kind === 'down') for (const socket of open) socket.resetAndDestroy();
    },
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Faults that belong to answers let requests through. */
function requestWeather(weather: Weather): Weather {
  return weather.kind === 'half_open' ? weather : { ...weather, kind: 'calm' };
}

async function carry(from: Socket, to: Socket, weatherNow: () => Weather): Promise<void> {
  try {
    for await (const chunk of from) await pass(chunk, to, weatherNow);
    // Whoever hangs does not even learn that the other side has gone.
    if (weatherNow().kind !== 'hang') to.end();
  } catch {
    to.destroy();
  }
}

async function pass(chunk: Buffer, to: Socket, weatherNow: () => Weather): Promise<void> {
  const { kind, latencyMs = 0, sliceBytes = chunk.length } = weatherNow();
  if (kind === 'hang' || kind === 'half_open') return;
  if (kind === 'reset') return void to.resetAndDestroy();
  if (kind === 'cut') return void to.end(chunk.subarray(0, Math.floor(chunk.length / 2)));
  for (let start = 0; start < chunk.length; start += sliceBytes) {
    if (latencyMs > 0) await wait(latencyMs);
    if (!to.writable) return;
    if (!to.write(chunk.subarray(start, start + sliceBytes)))
      await Promise.race([once(to, 'drain'), once(to, 'close')]);
  }
}

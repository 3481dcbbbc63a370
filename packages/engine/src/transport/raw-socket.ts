import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { setTimeout as realTime } from 'node:timers/promises';

/** The TCP connection below TLS. Knows no HTTP. See docs/discoveries for what each of these really does on the wire. */
const below = new WeakMap<Socket, Socket>();

/** Remembers the TCP socket that a TLS socket was made of: an RST needs it. */
export const setBelow = (secure: Socket, tcp: Socket): WeakMap<Socket, Socket> => below.set(secure, tcp);

/** A real RST. What the kernel has not sent by now is lost. */
export const reset = (socket: Socket): Socket => (below.get(socket) ?? socket).resetAndDestroy();

const POLL_MS = 5;
const LONGEST_MS = 1000;

/**
 * Resolves once the other side's kernel has all that was written, so that an RST takes nothing back; after a second at the
 * latest, for a client that does not read. Real time: it waits for the network, not for a fault.
 */
export async function received(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.once('close', resolve);
    socket.write('', () => {
      socket.off('close', resolve);
      resolve();
    });
  });
  // By the time that passed: on a busy machine a look at the table takes longer than the pause between two.
  const until = performance.now() + LONGEST_MS;
  while (performance.now() < until && !socket.destroyed) {
    const left = await unacknowledged(below.get(socket) ?? socket);
    if (left === 0) return;
    await realTime(POLL_MS);
    if (left === undefined) return;
  }
}

/** Bytes in the kernel's send queue, read from Linux' table of connections; undefined where there is none. */
async function unacknowledged({ localPort, remotePort }: Socket): Promise<number | undefined> {
  const ends = new RegExp(`:${hex(localPort)} [0-9A-F]+:${hex(remotePort)} 01 ([0-9A-F]+):`);
  for (const table of ['/proc/self/net/tcp', '/proc/self/net/tcp6']) {
    const found = ends.exec(await readFile(table, 'latin1').catch(() => ''));
    if (found?.[1] !== undefined) return Number.parseInt(found[1], 16);
  }
  return undefined;
}

const hex = (port: number | undefined): string => (port ?? 0).toString(16).toUpperCase().padStart(4, '0');

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../time/clock.ts';

/**
 * The listening port: accepts connections and hands them on, refuses all as a process would that died, takes the same port
 * back. Never reads a byte.
 */
export interface Gate {
  readonly port: number;
  /** Connections as they were accepted, until they are closed. */
  readonly connections: ReadonlySet<Socket>;
  /** Stops listening: the kernel answers each new connection with an RST. */
  shut(): void;
  /** Listens on the same port again, as soon as it is free. */
  open(): void;
  /** Stops for good; resolves when the last connection is closed. */
  close(): Promise<void>;
}

export interface GateOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock;
  accept(connection: Socket): void;
  log(line: string): void;
}

/** How long to wait for a port that somebody else took in the meantime. */
const RETRY_MS = 250;

export async function openGate({ host, clock, accept, log, ...options }: GateOptions): Promise<Gate> {
  const connections = new Set<Socket>();
  // One function for all of them: a closure each would count with ten thousand held.
  function forget(this: Socket): void {
    connections.delete(this);
  }
  // As node:http sets up its own: half-open, so that an answer can follow the client's end, and without Nagle's delay.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (connection) => {
    connections.add(connection);
    connection.on('close', forget);
    accept(connection);
  });
  const port = await listenOn(server, options.port, host);
  // A connection that cannot be accepted (no descriptor left) is that client's loss, not the end of the process.
  server.on('error', () => {});

  let wanted = true;
  let settling = false;
  let waiting = new AbortController();
  const settle = async (): Promise<void> => {
    if (settling) return;
    settling = true;
    for (let attempt = 0; wanted && !server.listening; attempt++) {
      const failed = await listenOn(server, port, host).then(
        () => undefined,
        (error: unknown) => String(error),
      );
      if (failed === undefined && attempt > 0) log(`port ${port} is served again`);
      if (failed === undefined) continue;
      if (attempt === 0) log(`port ${port} cannot be taken back yet, and is tried again until it can: ${failed}`);
      await clock.sleep(RETRY_MS, waiting.signal).catch(() => {});
    }
    settling = false;
    if (!wanted && server.listening) server.close();
  };
  const shut = (): void => {
    wanted = false;
    waiting.abort();
    if (!settling && server.listening) server.close();
  };
  return {
    port,
    connections,
    shut,
    open() {
      wanted = true;
      if (waiting.signal.aborted) waiting = new AbortController();
      void settle();
    },
    async close() {
      shut();
      while (connections.size > 0)
        await Promise.all([...connections].map((each) => new Promise((resolve) => each.once('close', resolve))));
    },
  };
}

function listenOn(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const settled = (settle: () => void): void => {
      server.off('error', failed).off('listening', listening);
      settle();
    };
    const failed = (error: Error): void => settled(() => reject(error));
    const listening = (): void => settled(() => resolve((server.address() as AddressInfo).port));
    server.once('error', failed).once('listening', listening).listen(port, host);
  });
}

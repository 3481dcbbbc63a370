import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Clock, RequestHeaders } from '@stuntdouble/engine';

/**
 * What happened on the connections of this process's servers, by Node's own diagnostics channels: which connection a request came
 * on, when it arrived, and how its answer ended. Looks at no byte, and costs servers nothing that nobody drills.
 */
export interface WireWatch {
  /** Of the request that has these header fields. */
  wireOf(headers: RequestHeaders): Wire | undefined;
  /** Begins to count the connections of a port; the result ends it. */
  count(port: number): PortCount;
  close(): void;
}

export interface PortCount {
  /** Open at the same time, at most. */
  readonly peak: number;
  /** Open now. */
  readonly open: number;
  /** Requests whose answer is not over yet. */
  readonly busy: number;
  end(): void;
}

export interface Wire {
  /** Which connection of its port, from 1. */
  readonly connection: number;
  readonly arrivedAt: number;
  /** Undefined while the answer goes on. */
  closedAt: number | undefined;
  /** Whether the answer was written as a whole. */
  finished: boolean;
}

interface Port {
  connections: number;
  open: number;
  peak: number;
  busy: number;
  /** By the port at the other end: what speaks TLS has two sockets for one connection. */
  readonly numbers: Map<number, number>;
}

const SOCKETS = 'net.server.socket';
const REQUESTS = 'http.server.request.start';

export function watchWires(clock: Clock): WireWatch {
  const ports = new Map<number, Port>();
  const wires = new WeakMap<RequestHeaders, Wire>();
  const onSocket = (message: unknown): void => {
    const socket = member(message, 'socket');
    const port = socket instanceof Socket ? ports.get(socket.localPort ?? 0) : undefined;
    if (port !== undefined && socket instanceof Socket) opened(port, socket);
  };
  const onRequest = (message: unknown): void => {
    const [request, response] = [member(message, 'request'), member(message, 'response')];
    if (!(request instanceof IncomingMessage) || !(response instanceof ServerResponse)) return;
    const port = ports.get(request.socket.localPort ?? 0);
    if (port === undefined) return;
    port.busy += 1;
    const connection = port.numbers.get(request.socket.remotePort ?? 0) ?? 0;
    const wire: Wire = { connection, arrivedAt: clock.now(), closedAt: undefined, finished: false };
    wires.set(request.headers, wire);
    response.once('close', () => {
      port.busy -= 1;
      wire.closedAt = clock.now();
      wire.finished = response.writableFinished;
    });
  };
  subscribe(SOCKETS, onSocket);
  subscribe(REQUESTS, onRequest);
  return {
    wireOf: (headers) => wires.get(headers),
    count(number) {
      const port: Port = { connections: 0, open: 0, peak: 0, busy: 0, numbers: new Map() };
      ports.set(number, port);
      return {
        get peak() {
          return port.peak;
        },
        get open() {
          return port.open;
        },
        get busy() {
          return port.busy;
        },
        end: () => void ports.delete(number),
      };
    },
    close() {
      unsubscribe(SOCKETS, onSocket);
      unsubscribe(REQUESTS, onRequest);
    },
  };
}

function opened(port: Port, socket: Socket): void {
  port.connections += 1;
  port.open += 1;
  port.peak = Math.max(port.peak, port.open);
  port.numbers.set(socket.remotePort ?? 0, port.connections);
  socket.once('close', () => {
    port.open -= 1;
  });
}

const member = (message: unknown, name: string): unknown =>
  typeof message === 'object' && message !== null && name in message ? Reflect.get(message, name) : undefined;

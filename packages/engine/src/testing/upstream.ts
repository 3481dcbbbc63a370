import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { EngineOptions } from '../options.ts';
import { type RunningServer, startServer } from '../server.ts';
import { documentOf } from './engine-of.ts';

/** A real API on a real socket, whose answers a test writes by path, and the proxy in front of it. */
export interface UpstreamServer {
  readonly url: string;
  readonly port: number;
  /** The requests that came, in their order. */
  readonly seen: IncomingMessage[];
  /** Connections that were made to it. */
  readonly connections: Set<Socket>;
  stop(): Promise<void>;
}

/** Answers by path, query left out; 404 for the rest. */
export type Routes = Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>;

export async function upstreamServer(routes: Routes): Promise<UpstreamServer> {
  const seen: IncomingMessage[] = [];
  const connections = new Set<Socket>();
  const server = createServer((request, response) => {
    seen.push(request);
    const route = routes[(request.url ?? '').split('?')[0] ?? ''];
    if (route === undefined) response.writeHead(404, { 'Content-Type': 'text/plain' }).end('unknown to the upstream');
    else route(request, response);
  });
  server.on('connection', (socket) => connections.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    connections,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const ORDERS = `
openapi: 3.0.3
info: { title: orders, version: 1.0.0 }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: &order
        '200':
          description: one order
          content:
            application/json:
              schema: { type: object, required: [id, amount], properties: { id: { type: string }, amount: { type: integer } } }
  /orders:
    post:
      operationId: createOrder
      responses: *order
`;

/** A proxy for a small document about orders. */
export async function proxyTo(url: string, options: Partial<EngineOptions> = {}): Promise<RunningServer> {
  return startServer({ documents: [await documentOf(ORDERS)], port: 0, upstream: { url }, ...options });
}

/** The journal's lines about faults, of all requests. */
export const firingsOf = ({ engine }: RunningServer): readonly string[] =>
  engine.journal.entries().flatMap(({ faults }) => faults);

/** Reads until nothing changes any more: what two ends of a connection can hold is with them then. */
export async function settled(read: () => number): Promise<number> {
  let value = read();
  for (let same = 0; same < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const now = read();
    same = now === value ? same + 1 : 0;
    value = now;
  }
  return value;
}

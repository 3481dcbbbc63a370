import { connect } from 'node:net';
import type { Exchange } from '../exchange.ts';
import { type RunningServer, type ServerOptions, startServer } from '../server.ts';
import { documentOf } from '../testing/engine-of.ts';

/** A double on a real port for tests that attack it, and the socket that does. Asks nothing of Node's client, which would not send such things. */
export interface Attacked {
  readonly server: RunningServer;
  /** What became a request, as `sandbox target`. */
  readonly seen: string[];
  /** Writes the pieces and gives back all that comes until the connection is closed. */
  send(...pieces: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

export const YAML = `openapi: 3.1.0
info: { title: attacked, version: '1' }
x-stunt-rate-limit: { limit: 1000000, window: 1s }
paths:
  /orders:
    get: { operationId: listOrders, responses: { '200': { description: fine, content: { application/json: { example: [] } } } } }
    post:
      operationId: createOrder
      requestBody: { content: { application/json: { schema: { type: object, properties: { note: { type: string }, qty: { type: integer } } } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /orders/{id}:
    get:
      operationId: getOrder
      responses: { '200': { description: fine, headers: { Location: { schema: { type: string }, example: /orders/1 } }, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /parts/{id}:
    get: { operationId: getPart, responses: { '200': { description: fine, content: { application/json: { example: { a: 1 } } } } } }
components:
  schemas: { Order: { type: object, required: [id, note], properties: { id: { type: string }, note: { type: string } } } }
`;

export async function attacked(options: Partial<ServerOptions> = {}): Promise<Attacked> {
  const seen: string[] = [];
  const onExchange = ({ sandbox, request }: Exchange): void => void seen.push(`${sandbox} ${request.target}`);
  const documents = [await documentOf(YAML)];
  const server = await startServer({ documents, port: 0, sandboxes: ['a', 'b'], onExchange, ...options });
  return {
    server,
    seen,
    send: (...pieces) => bytesOf(server.port, pieces),
    stop: () => server.close(),
  };
}

function bytesOf(port: number, pieces: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece, 'latin1');
    });
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
    });
    socket.on('end', () => socket.end());
    // A refused sender may still be writing: what it got before counts.
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
  });
}

/** The statuses of all answers in what came, in their order. */
export const statusesIn = (received: string): number[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A small real provider of orders, with endpoints for states and messages, that tests hold to pacts. */
export interface OrdersProvider {
  readonly url: string;
  /** `POST /states {…}`, in order. */
  readonly asked: string[];
  close(): void;
}

export async function ordersProvider(): Promise<OrdersProvider> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(`${request.method} ${request.url} ${body}`.trim());
    answer(request, response, body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answer({ url = '' }: IncomingMessage, response: ServerResponse, body: string): void {
  const json = (value: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
  if (url === '/orders/1') json({ id: '1', total: 3 });
  else if (url === '/messages') json({ event: 'paid' });
  else if (url === '/states') response.writeHead(body.includes('an order exists') ? 200 : 404).end();
  else response.writeHead(404).end();
}

/** The text of a pact of these interactions, of version 4. */
export function pactText(consumer: string, interactions: readonly object[], provider = 'orders'): string {
  const metadata = { pactSpecification: { version: '4.0' } };
  return JSON.stringify({ consumer: { name: consumer }, provider: { name: provider }, interactions, metadata });
}

const body = { content: { id: '1', total: 3 }, contentType: 'application/json', encoded: false };

/** What the provider keeps, and what it does not. */
export const orderKept = {
  type: 'Synchronous/HTTP',
  description: 'an order',
  providerStates: [{ name: 'an order exists' }],
  request: { method: 'GET', path: '/orders/1' },
  response: { status: 200, body },
};
export const listMissing = {
  type: 'Synchronous/HTTP',
  description: 'all orders',
  request: { method: 'GET', path: '/orders' },
  response: { status: 200 },
};
export const paidMessage = {
  type: 'Asynchronous/Messages',
  description: 'an order was paid',
  contents: { content: { event: 'paid' }, contentType: 'application/json', encoded: false },
};

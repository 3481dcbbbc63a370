import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A status, or one with the `Retry-After` that goes with it. */
export type Answered = number | readonly [status: number, retryAfter: string];

/** A real server that keeps what it is sent, and answers with the statuses it was told, then with 200. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves once so many have come. */
  until(count: number): Promise<readonly Received[]>;
  close(): void;
}

export async function webhookReceiver(statuses: readonly Answered[] = []): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const left = [...statuses];
  let came = () => {};
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ method: request.method, url: request.url, headers: request.headers, body });
      const [status, retryAfter] = [left.shift() ?? 200].flat();
      if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
      response.writeHead(Number(status)).end('an answer with a secret in it');
      came();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    received,
    async until(count) {
      while (received.length < count)
        await new Promise<void>((resolve) => {
          came = resolve;
        });
      return received;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

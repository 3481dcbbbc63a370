import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** What a partner runs: takes deliveries on a port of this machine and answers as it is told. */
export interface WebhookReceiver {
  readonly url: string;
  readonly taken: Taken[];
  /** Statuses of the next answers, then 204; 0 answers nothing. */
  answer(...statuses: readonly (number | Spoken)[]): void;
  /** Settles once so many deliveries have come. */
  count(wanted: number): Promise<readonly Taken[]>;
  close(): Promise<void>;
}

/** A status with header fields. */
type Spoken = { readonly status: number; readonly location?: string; readonly 'retry-after'?: string };

export interface Taken {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** What the library of Standard Webhooks makes of it: the payload, or an exception. */
  verify(secret: string): unknown;
}

export async function webhookReceiver(): Promise<WebhookReceiver> {
  const taken: Taken[] = [];
  let answers: (number | Spoken)[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { method = '', url: path = '', headers } = request;
      const fields = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      taken.push({ method, path, headers, body, verify: (secret) => new Webhook(secret).verify(body, fields) });
      const next = answers.shift() ?? 204;
      if (typeof next === 'object') {
        const { status, ...fields } = next;
        response.writeHead(status, fields).end();
      } else if (next !== 0) response.writeHead(next).end();
      for (const check of waiting) check();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    taken,
    answer(...statuses) {
      answers = [...statuses];
    },
    count: (wanted) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (taken.length < wanted) return;
          waiting.delete(check);
          resolve(taken);
        };
        waiting.add(check);
        check();
      }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

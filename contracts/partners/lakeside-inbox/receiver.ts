/**
 * The endpoint that the platform delivers to. Takes a delivery only if its signature is good and it is not older than five minutes, hands on
 * each event once, and answers at once: what is to be done is done afterwards. Never logs a body or a signature.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { type InboxEvent, readEvent } from './event.ts';

export interface ReceiverSettings {
  /** Of the subscription; two while a secret is replaced. */
  readonly secrets: readonly string[];
  /** Must not throw; what fails here is ours to repeat, not the platform's. */
  readonly handle: (event: InboxEvent) => void;
}

export interface Delivery {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** 204: we have it. 400: it is none of ours. 422: it is signed, and we cannot read it, which a later attempt may change. */
export type Receipt = 204 | 400 | 422;

/** Enough for a day of deliveries; the oldest is forgotten first. */
const mostRemembered = 10_000;
const largestBody = 1_048_576;

export function receiver({ secrets, handle }: ReceiverSettings): (delivery: Delivery) => Receipt {
  const webhooks = secrets.map((secret) => new Webhook(secret));
  const handled = new Set<string>();

  return ({ headers, body }) => {
    const id = headers['webhook-id'];
    if (id === undefined || !webhooks.some((webhook) => isGenuine(webhook, { headers, body }))) return 400;
    if (handled.has(id)) return 204;
    const event = parsed(body);
    if (!event) return 422;
    handled.add(id);
    for (const oldest of handled) {
      if (handled.size <= mostRemembered) break;
      handled.delete(oldest);
    }
    handle(event);
    return 204;
  };
}

/** The library compares in constant time and refuses timestamps more than five minutes away. */
function isGenuine(webhook: Webhook, { headers, body }: Delivery): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signature = '' } = headers;
  try {
    webhook.verify(
      body,
      { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
      { jsonParse: false },
    );
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

function parsed(body: string): InboxEvent | undefined {
  try {
    return readEvent(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** The receiver on a port; close it with `close`. */
export function receiverServer(settings: ReceiverSettings): Server {
  const receive = receiver(settings);
  return createServer(async (request, response) => {
    const body = request.method === 'POST' ? await bodyOf(request) : undefined;
    if (body === undefined) return response.writeHead(request.method === 'POST' ? 413 : 405).end();
    const field = (name: string) => [name, request.headers[name]?.toString()];
    const headers = Object.fromEntries(['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(field));
    return response.writeHead(receive({ headers, body })).end();
  });
}

/** Byte for byte as it was signed; nothing, if it is larger than any event. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

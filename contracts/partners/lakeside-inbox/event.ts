/**
 * The events that the inbox understands, read from a delivery's body. Of each only what the inbox needs; fields and event types that it
 * does not know are the platform's to add.
 */
export type InboxEvent =
  | { readonly kind: 'intake'; readonly id: string; readonly subject: string; readonly priority: string }
  | { readonly kind: 'offer'; readonly id: string; readonly senderId: string; readonly documentIds: readonly string[] }
  | { readonly kind: 'ping' }
  | { readonly kind: 'unknown'; readonly type: string };

/** Throws where a field that is needed is missing. */
export function readEvent(body: unknown): InboxEvent {
  const { type, data } = fields(body);
  const resource = fields(data);
  switch (type) {
    case 'intake.submitted':
      return {
        kind: 'intake',
        id: text(resource, 'id'),
        subject: text(resource, 'subject'),
        priority: text(resource, 'priority'),
      };
    case 'exchange.created':
      return { kind: 'offer', ...readOffer(resource) };
    case 'ping':
      return { kind: 'ping' };
    default:
      return { kind: 'unknown', type: String(type) };
  }
}

export interface Offer {
  readonly id: string;
  readonly senderId: string;
  readonly documentIds: readonly string[];
}

export function readOffer(exchange: unknown): Offer {
  const resource = fields(exchange);
  const { documentIds } = resource;
  if (!Array.isArray(documentIds)) throw new TypeError('documentIds is missing.');
  return { id: text(resource, 'id'), senderId: text(resource, 'senderId'), documentIds: documentIds.map(String) };
}

export const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(Object(value)));

function text(resource: Readonly<Record<string, unknown>>, name: string): string {
  const value = resource[name];
  if (typeof value !== 'string') throw new TypeError(`${name} is missing.`);
  return value;
}

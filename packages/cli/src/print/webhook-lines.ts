import type { WebhookDelivery, WebhookSubscription } from '../control/answers.ts';
import type { Forwarded, StreamedDelivery } from '../webhook/forward-delivery.ts';
import { columns } from './columns.ts';
import { timeOfDay } from './time-of-day.ts';

/** Webhooks for a terminal: who is told, and what became of what was sent. */
export const eventsText = (events: readonly string[] | null): string => events?.join(', ') ?? 'all webhooks';

const sources = { api: 'by the API', added: 'added', listen: 'listening' } as const;

export function subscriptionTable(subscriptions: readonly WebhookSubscription[]): string {
  const rows = subscriptions.map(({ id, source, url, events, paused }) => [
    id,
    `${sources[source]}${paused ? ', paused' : ''}`,
    eventsText(events),
    url ?? '-',
  ]);
  return columns([['id', 'made', 'webhooks', 'url'], ...rows]);
}

export function deliveryTable(deliveries: readonly WebhookDelivery[]): string {
  const rows = deliveries.map((delivery) => {
    const { id, at, event, subscription, attempt, state, status, durationMs } = delivery;
    return [
      timeOfDay(new Date(at)),
      id,
      event,
      subscription,
      String(attempt),
      state,
      status === 0 ? '-' : String(status),
      `${Math.round(durationMs)}ms`,
      noteOf(delivery),
    ];
  });
  return columns([['at', 'id', 'webhook', 'to', 'attempt', 'state', 'status', 'took', ''], ...rows]);
}

function noteOf({ reason, retryAt, fault }: WebhookDelivery): string {
  const notes = [reason, retryAt && `again at ${timeOfDay(new Date(retryAt))}`, fault && `[${fault}]`];
  return notes.filter(Boolean).join(' ');
}

/** `14:03:07.120  intake.submitted  d1  204  12ms` */
export function forwardedLine({ event, delivery, attempt }: StreamedDelivery, forwarded: Forwarded, now: Date): string {
  const { status, durationMs, failure } = forwarded;
  const id = attempt === 1 ? delivery : `${delivery}, attempt ${attempt}`;
  return [timeOfDay(now), event, id, failure ?? String(status), `${durationMs}ms`].join('  ');
}

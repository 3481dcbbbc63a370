import type { ServerResponse } from 'node:http';
import { StuntError } from '../../errors.ts';
import type { DeliveryEntry, Subscription } from '../../webhook/webhook.ts';
import type { ControlledWebhooks } from '../services.ts';
import { bodyOf, parameter, type Routes, sandboxOf, wholeNumber } from './route.ts';
import { createSeats } from './seats.ts';

/** Webhooks: `/webhooks`, its subscriptions, events sent by hand, the log of deliveries, and the stream of those who listen. */
export const webhookRoutes: Routes = (app, services) => {
  const { webhooks } = services;
  const seats = createSeats('the webhooks');
  app.get('/webhooks', async (request) => ({
    events: webhooks.events,
    subscriptions: webhooks.subscriptions(sandboxOf(request, services)).map(shown),
  }));
  app.post('/webhooks/subscriptions', async (request, reply) => {
    const sandbox = sandboxOf(request, services);
    const { url, events, secret } = bodyOf(request);
    if (typeof url !== 'string') throw invalid('url', url, 'an absolute URL');
    const added = webhooks.add(sandbox, { url, events: namesIn(events), secret: secretIn(secret) });
    return reply.status(201).send(withSecret(added));
  });
  app.get('/webhooks/subscriptions/:id', async (request) => {
    const id = parameter(request, 'id');
    const found = webhooks.subscriptions(sandboxOf(request, services)).find((candidate) => candidate.id === id);
    if (found === undefined) throw new StuntError('WEBHOOK_UNKNOWN', `There is no subscription "${id}" here.`);
    return withSecret(found);
  });
  // Removing what is gone already is no mistake: the caller has what it wanted.
  app.delete('/webhooks/subscriptions/:id', async (request, reply) => {
    webhooks.remove(sandboxOf(request, services), parameter(request, 'id'));
    return reply.status(204).send();
  });
  app.post('/webhooks/send', async (request) => {
    const { event, body } = bodyOf(request);
    if (typeof event !== 'string' || event === '') throw invalid('event', event, 'the name of a webhook');
    return { deliveries: await webhooks.send(sandboxOf(request, services), event, body) };
  });
  app.get('/webhooks/deliveries', async (request) => ({
    deliveries: webhooks.deliveries(sandboxOf(request, services)).map(shownEntry),
  }));
  app.post('/webhooks/deliveries/:id/replay', async (request) => ({
    delivery: webhooks.replay(sandboxOf(request, services), parameter(request, 'id')),
  }));
  app.post('/webhooks/deliveries/:id/outcome', async (request, reply) => {
    const { attempt, status, retryAfter } = bodyOf(request);
    const seconds = wholeNumber(retryAfter, 'retryAfter');
    const outcome = {
      status: wholeNumber(status, 'status') ?? 0,
      retryAfter: seconds === undefined ? undefined : Math.min(seconds, MOST_WAIT) * 1000,
    };
    const id = parameter(request, 'id');
    const answered = outcome.status > 0 ? outcome : { ...outcome, reason: 'connection' as const };
    if (!webhooks.outcome(sandboxOf(request, services), id, wholeNumber(attempt, 'attempt', 1) ?? 1, answered))
      throw new StuntError('WEBHOOK_UNKNOWN', `No delivery "${id}" waits for how it ended.`);
    return reply.status(204).send();
  });
  app.post('/webhooks/listen', (request, reply) => {
    const sandbox = sandboxOf(request, services);
    const { events, secret } = bodyOf(request);
    const given = { events: namesIn(events), secret: secretIn(secret) };
    const leave = seats.take(sandbox);
    reply.raw.on('close', leave);
    stream(webhooks, sandbox, given, () => {
      reply.hijack();
      return reply.raw;
    });
  });
};

/** A day, in seconds. */
const MOST_WAIT = 86_400;

/** How much may wait for a listener that does not read; more ends its stream. */
const UNREAD_BYTES = 4 * 1024 * 1024;

/** A subscription that lives as long as the stream: first itself, then each of its deliveries. */
function stream(
  webhooks: ControlledWebhooks,
  sandbox: string,
  given: { readonly events: readonly string[] | undefined; readonly secret: string | undefined },
  open: () => ServerResponse,
): void {
  const write = (type: string, data: unknown): void => {
    raw.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
    if (raw.writableLength > UNREAD_BYTES) raw.destroy();
  };
  // What is wrong with the request is answered before the stream begins.
  const listening = webhooks.listen(sandbox, {
    ...given,
    take: (delivery) => write('webhook', delivery),
    gone() {
      write('gone', { sandbox });
      raw.end();
    },
  });
  const raw = open();
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive' });
  write('subscription', { sandbox, ...withSecret(listening.subscription) });
  raw.on('close', listening.end);
}

function shown({ id, source, url, events, paused, createdAt }: Subscription): object {
  return {
    id,
    source,
    url: url ?? null,
    events: events ?? null,
    paused,
    createdAt: new Date(createdAt).toISOString(),
  };
}

const withSecret = (subscription: Subscription): object => ({ ...shown(subscription), secret: subscription.secret });

export function shownEntry({ at, reason, retryAt, fault, ...entry }: DeliveryEntry): object {
  return {
    ...entry,
    at: new Date(at).toISOString(),
    reason: reason ?? null,
    retryAt: retryAt === undefined ? null : new Date(retryAt).toISOString(),
    fault: fault ?? null,
  };
}

function namesIn(events: unknown): readonly string[] | undefined {
  if (events === undefined || events === null) return undefined;
  if (Array.isArray(events) && events.length > 0 && events.every((name) => typeof name === 'string' && name !== ''))
    return events;
  throw invalid('events', events, 'a list of names of webhooks, or to be left out for all of them');
}

function secretIn(secret: unknown): string | undefined {
  if (secret === undefined || secret === null) return undefined;
  if (typeof secret === 'string' && /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(secret) && secret.length % 4 === 2)
    return secret;
  // Not repeated: what somebody takes for a secret has no place in a message.
  throw new StuntError('WEBHOOK_INVALID', 'secret has to be whsec_ and the base64 of 24 to 64 bytes.');
}

const invalid = (name: string, value: unknown, allowed: string): StuntError =>
  new StuntError(
    'WEBHOOK_INVALID',
    `${name} is ${JSON.stringify(value)?.slice(0, 100) ?? 'missing'}; it has to be ${allowed}.`,
  );

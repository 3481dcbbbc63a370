/** Webhook subscriptions: those of one client. The signing secret is shown once, what the endpoint wants as `Authorization` never. */
import { randomBytes } from 'node:crypto';
import { type Client, everybody } from './clients.ts';
import { timeText } from './clock.ts';
import { newId } from './ids.ts';
import { filtered, type ListParameters, page } from './lists.ts';
import { type Call, type ItemParameters, type Operation, operation, type Reply } from './operation.ts';
import { actingParticipant } from './participants.ts';
import type { Platform } from './platform.ts';
import { invalidRequest, notFound } from './problem.ts';
import type { Subscription, SubscriptionFields } from './resources.ts';
import type { OwnedSubscription, Versioned } from './store.ts';
import { etagOf, mustMatch, versionedReply } from './versions.ts';

type SubscriptionListParameters = ListParameters & Partial<Pick<Subscription, 'status'>>;

interface CreateParameters {
  readonly 'Idempotency-Key'?: string;
}

interface UpdateParameters extends ItemParameters {
  readonly 'If-Match'?: string;
}

interface SentFields extends SubscriptionFields {
  readonly authorization?: string;
}

type Update = Partial<SentFields & Pick<Subscription, 'status'>>;

export function webhookSubscriptions(platform: Platform): readonly Operation[] {
  const { store, clock, audit, deliveries, idempotencyKeys } = platform;
  return [
    operation<SubscriptionListParameters>('listWebhookSubscriptions', ({ client, parameters }) => {
      const own = store.subscriptions.all().filter((subscription) => isOwner(client, subscription));
      const items = filtered<OwnedSubscription>(own, { status: parameters.status });
      return page({ items, parameters, sort: '-createdAt', now: clock.now(), show: shown });
    }),
    operation<CreateParameters, SentFields>('createWebhookSubscription', (call) =>
      idempotencyKeys.once(
        {
          scope: `createWebhookSubscription ${call.client.id}`,
          key: call.parameters['Idempotency-Key'],
          body: call.body,
        },
        () => subscribe(platform, call),
      ),
    ),
    operation<ItemParameters>('getWebhookSubscription', ({ client, parameters }) => {
      const stored = own(platform, client, parameters.id);
      return versionedReply(stored, shown(stored.item));
    }),
    operation<UpdateParameters, Update>('updateWebhookSubscription', (call) => update(platform, call)),
    operation<ItemParameters>('deleteWebhookSubscription', (call) => {
      const { id } = own(platform, call.client, call.parameters.id).item;
      store.subscriptions.remove(id);
      audit.record(call, { type: 'webhook_subscription.deleted', resource: { type: 'webhook_subscription', id } });
      return { status: 204 };
    }),
    operation<ItemParameters>('pingWebhookSubscription', ({ client, parameters }) => {
      const { item } = own(platform, client, parameters.id);
      return { status: 202, body: { messageId: deliveries.ping(item), subscriptionId: item.id } };
    }),
  ];
}

const isOwner = ({ id, participantId }: Client, { clientId }: OwnedSubscription): boolean =>
  participantId === everybody || id === clientId;

function own({ store }: Platform, client: Client, id: string): Versioned<OwnedSubscription> {
  const stored = store.subscriptions.get(id);
  if (!stored || !isOwner(client, stored.item)) throw notFound();
  return stored;
}

/** Field by field: what is not named here never leaves. */
function shown({
  id,
  status,
  url,
  eventTypes,
  description = null,
  createdAt,
  updatedAt,
}: OwnedSubscription): Subscription {
  return { id, status, url, eventTypes, description, createdAt, updatedAt };
}

function subscribe({ store, clock, audit }: Platform, call: Call<CreateParameters, SentFields>): Reply {
  mustBeReachable(call.body.url);
  const now = clock.now();
  const stored = store.subscriptions.put({
    id: newId('whs', now),
    status: 'active',
    ...call.body,
    clientId: call.client.id,
    participantId: actingParticipant(call.client),
    secret: `whsec_${randomBytes(32).toString('base64')}`,
    createdAt: timeText(now),
    updatedAt: timeText(now),
  });
  const { id, secret } = stored.item;
  audit.record(call, { type: 'webhook_subscription.created', resource: { type: 'webhook_subscription', id } });
  const headers = { location: `/v1/webhook-subscriptions/${id}`, etag: etagOf(stored) };
  return { status: 201, body: { ...shown(stored.item), secret }, headers };
}

function update({ deliveries, ...platform }: Platform, call: Call<UpdateParameters, Update>): Reply {
  const { item, ...stored } = own({ deliveries, ...platform }, call.client, call.parameters.id);
  mustMatch({ item, ...stored }, call.parameters['If-Match']);
  if (call.body.url !== undefined) mustBeReachable(call.body.url);
  const updatedAt = timeText(platform.clock.now());
  const changed = platform.store.subscriptions.put({ ...item, ...call.body, updatedAt });
  if (item.status === 'paused' && changed.item.status === 'active') deliveries.resume(item.id);
  return versionedReply(changed, shown(changed.item));
}

/** The document: `https` only, and what runs on the same machine. */
function mustBeReachable(url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))) return;
  const detail = 'url must be https; http is for localhost only.';
  throw invalidRequest([{ pointer: '/url', code: 'https_needed', detail }]);
}

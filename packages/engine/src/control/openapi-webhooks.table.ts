/** The part of the control API's description that is about webhooks. */
const text = { type: 'string' };
const time = { type: 'string', format: 'date-time' };
const names = {
  type: ['array', 'null'],
  items: text,
  description: 'Names of webhooks, `intake.*` for several; null: all.',
};
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const problem = { $ref: '#/components/responses/Problem' };
const secret = {
  type: 'string',
  pattern: '^whsec_[A-Za-z0-9+/]{32,88}={0,2}$',
  description: 'What deliveries are signed with.',
};

const object = (properties: Readonly<Record<string, object>>, required: readonly string[]): object => ({
  type: 'object',
  required,
  properties,
});

const subscription = {
  id: text,
  source: { type: 'string', enum: ['api', 'added', 'listen'], description: 'Who made it.' },
  url: { type: ['string', 'null'], description: 'null: a stream' },
  events: names,
  paused: { type: 'boolean' },
  createdAt: time,
};

export const webhookSchemas: Readonly<Record<string, object>> = {
  WebhookSubscription: object(subscription, Object.keys(subscription)),
  WebhookSubscriptionWithSecret: object({ ...subscription, secret }, [...Object.keys(subscription), 'secret']),
  WebhookSubscriptionInput: object({ url: { type: 'string', format: 'uri' }, events: names, secret }, ['url']),
  WebhookListing: object(
    {
      events: { type: 'array', items: text, description: 'The webhooks of the documents.' },
      subscriptions: { type: 'array', items: ref('WebhookSubscription') },
    },
    ['events', 'subscriptions'],
  ),
  WebhookSendInput: object({ event: text, body: { description: 'Sent as it is; made up if absent.' } }, ['event']),
  WebhookSent: object({ deliveries: { type: 'array', items: text, description: 'Ids.' } }, ['deliveries']),
  WebhookReplayed: object({ delivery: { ...text, description: 'Id of the new delivery.' } }, ['delivery']),
  WebhookListenInput: object({ events: names, secret }, []),
  WebhookOutcomeInput: object(
    {
      attempt: { type: 'integer', minimum: 1 },
      status: { type: 'integer', minimum: 0, description: 'Of the answer; 0: none came.' },
      retryAfter: {
        type: 'integer',
        minimum: 0,
        description: 'Seconds that the answer asks to wait, by `Retry-After`.',
      },
    },
    ['attempt', 'status'],
  ),
  WebhookDelivery: object(
    {
      id: { ...text, description: 'The same for all attempts.' },
      sandbox: text,
      at: time,
      event: text,
      subscription: text,
      attempt: { type: 'integer', minimum: 0, description: '0: none was made.' },
      state: {
        type: 'string',
        enum: ['delivered', 'retrying', 'failed', 'gone', 'refused', 'held', 'lost', 'dropped'],
      },
      status: { type: 'integer', minimum: 0 },
      durationMs: { type: 'number' },
      reason: { type: ['string', 'null'] },
      retryAt: { type: ['string', 'null'], format: 'date-time' },
      fault: { type: ['string', 'null'], description: 'The rule that disturbed it.' },
    },
    [
      'id',
      'sandbox',
      'at',
      'event',
      'subscription',
      'attempt',
      'state',
      'status',
      'durationMs',
      'reason',
      'retryAt',
      'fault',
    ],
  ),
  WebhookDeliveryList: object({ deliveries: { type: 'array', items: ref('WebhookDelivery') } }, ['deliveries']),
};

const json = (name: string, description: string): object => ({
  description,
  content: { 'application/json': { schema: ref(name) } },
});
const body = (name: string, example: object, required = true): object => ({
  required,
  content: { 'application/json': { schema: ref(name), example } },
});
const id = (description: string, example: string): object => ({
  name: 'id',
  in: 'path',
  required: true,
  description,
  schema: { type: 'string', minLength: 1 },
  example,
});
const operation = (
  operationId: string,
  summary: string,
  responses: Readonly<Record<string, object>>,
  more: object = {},
): object => ({ operationId, tags: ['webhooks'], summary, ...more, responses: { ...responses, '4XX': problem } });

const deliveryId = id('The id of a delivery.', 'd1');

export const webhookPaths: Readonly<Record<string, object>> = {
  '/webhooks': {
    get: operation('listWebhooks', 'The webhooks there are, and who subscribed', {
      '200': json('WebhookListing', 'Webhooks and subscriptions'),
    }),
  },
  '/webhooks/subscriptions': {
    post: operation(
      'addWebhookSubscription',
      'Subscribe an address to events',
      { '201': json('WebhookSubscriptionWithSecret', 'Subscribed') },
      {
        requestBody: body('WebhookSubscriptionInput', {
          url: 'http://127.0.0.1:3000/hooks',
          events: ['intake.submitted'],
        }),
      },
    ),
  },
  '/webhooks/subscriptions/{id}': {
    parameters: [id('The id of a subscription.', 's1')],
    get: operation('getWebhookSubscription', 'One subscription, with its secret', {
      '200': json('WebhookSubscriptionWithSecret', 'The subscription'),
    }),
    delete: operation('removeWebhookSubscription', 'End a subscription; one that is gone already is no mistake', {
      '204': { description: 'Gone' },
    }),
  },
  '/webhooks/send': {
    post: operation(
      'sendWebhook',
      'Fire an event by hand, to all that want it',
      { '200': json('WebhookSent', 'On their way') },
      { requestBody: body('WebhookSendInput', { event: 'intake.submitted' }) },
    ),
  },
  '/webhooks/deliveries': {
    get: operation('listWebhookDeliveries', 'The log of deliveries, an entry for each attempt, oldest first', {
      '200': json('WebhookDeliveryList', 'Entries'),
    }),
  },
  '/webhooks/deliveries/{id}/replay': {
    parameters: [deliveryId],
    post: operation('replayWebhookDelivery', 'Send the same message again, to the same subscription', {
      '200': json('WebhookReplayed', 'On its way'),
    }),
  },
  '/webhooks/deliveries/{id}/outcome': {
    parameters: [deliveryId],
    post: operation(
      'reportWebhookOutcome',
      'Tell how a delivery ended that was taken from the stream',
      { '204': { description: 'Noted' } },
      { requestBody: body('WebhookOutcomeInput', { attempt: 1, status: 204 }) },
    ),
  },
  '/webhooks/listen': {
    post: operation(
      'listenToWebhooks',
      'Subscribe for as long as the stream lives: an event `subscription`, then an event `webhook` for each delivery, and `gone` where the sandbox was deleted',
      {
        '200': {
          description: 'Until the reader leaves',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
      },
      { requestBody: body('WebhookListenInput', { events: ['intake.submitted'] }, false) },
    ),
  },
};

import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadDocument } from '../load/load-document.ts';
import { documentOf } from '../testing/engine-of.ts';
import { subscriptionFields, subscriptionResources } from './subscription-resource.ts';

const documentWith = (path: string, properties: string) =>
  documentOf(`
openapi: 3.0.3
info: { title: hooks, version: '1' }
paths:
  ${path}:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Hook' } } } }
      responses: { '201': { description: made } }
components: { schemas: { Hook: { allOf: [{ type: object, properties: { ${properties} } }] } } }
`);
const uri = '{ type: string, format: uri }';
const names = '{ type: array, items: { type: string } }';

describe('subscriptionResources', () => {
  it.each([
    [`url: ${uri}, events: ${names}`, 'url', 'events'],
    [`callbackUrl: ${uri}, eventTypes: ${names}`, 'callbackUrl', 'eventTypes'],
    [`target: ${uri}, topic: { type: string }`, 'target', 'topic'],
    [`target_url: ${uri}, enabled_events: ${names}`, 'target_url', 'enabled_events'],
  ])('knows one by { %s }', async (properties, urlProperty, eventsProperty) => {
    expect(subscriptionResources(await documentWith('/hooks', properties))).toEqual([
      { resource: '/hooks/{id}', urlProperty, eventsProperty },
    ]);
  });

  it('knows one by the URL in its settings', async () => {
    const config = `config: { type: object, properties: { url: ${uri}, secret: { type: string } } }`;
    const [found] = subscriptionResources(await documentWith('/hooks', `${config}, events: ${names}`));
    expect(found).toEqual({ resource: '/hooks/{id}', urlProperty: 'url', eventsProperty: 'events', within: 'config' });
    if (found === undefined) return;
    const item = { active: true, events: ['issues'], config: { url: 'http://127.0.0.1/', secret: 's3' } };
    expect(subscriptionFields(found, item)).toMatchObject({
      url: 'http://127.0.0.1/',
      secret: 's3',
      events: ['issues'],
    });
    expect(subscriptionFields(found, { url: 'http://127.0.0.1/' })).toBeUndefined();
  });

  it.each([
    `profile: { type: object, properties: { url: ${uri} } }, events: ${names}`,
    `url: { type: string }, events: ${names}`,
    `url: ${uri}`,
    `events: ${names}`,
    `avatar: ${uri}, events: ${names}`,
  ])('takes { %s } for something else', async (properties) =>
    expect(subscriptionResources(await documentWith('/hooks', properties))).toEqual([]),
  );

  it('finds that of the example platform', async () => {
    const file = join(import.meta.dirname, '../../../../contracts/platform/openapi.yaml');
    expect(subscriptionResources(await loadDocument(file))).toEqual([
      { resource: '/webhook-subscriptions/{id}', urlProperty: 'url', eventsProperty: 'eventTypes' },
    ]);
  });
});

describe('subscriptionFields', () => {
  const resource = { resource: '/hooks/{id}', urlProperty: 'url', eventsProperty: 'events' };
  const fields = (item: unknown) => subscriptionFields(resource, item);

  it('reads what an item says', () => {
    expect(
      fields({ url: 'http://127.0.0.1/', events: ['a', 7], signing_secret: 'whsec_a', authorization: 'Bearer x' }),
    ).toEqual({
      url: 'http://127.0.0.1/',
      events: ['a'],
      secret: 'whsec_a',
      authorization: 'Bearer x',
      paused: false,
      keeps: false,
    });
    expect(fields({ url: 'http://127.0.0.1/', events: [] })).toMatchObject({ events: undefined, secret: undefined });
  });

  it.each([{ status: 'paused' }, { status: 'DISABLED' }, { active: false }, { enabled: false }, { disabled: true }])(
    'is paused by %j',
    (item) => {
      const keeps = item.status === 'paused';
      expect(fields({ url: 'http://127.0.0.1/', ...item })).toMatchObject({ paused: true, keeps });
    },
  );

  it('take a secret that only the answer shows, also within an envelope', () => {
    const url = 'http://127.0.0.1/';
    const secretOf = (answered: unknown) =>
      subscriptionFields(resource, { url }, Buffer.from(JSON.stringify(answered)))?.secret;
    expect([
      secretOf({ url, secret: 'whsec_a' }),
      secretOf({ data: { url, signingSecret: 'b' } }),
      secretOf([]),
    ]).toEqual(['whsec_a', 'b', undefined]);
    expect(subscriptionFields(resource, { url }, Buffer.from('<xml/>'))?.secret).toBeUndefined();
  });

  it.each([undefined, null, 'text', [], {}, { url: 7 }, { url: '' }])('makes nothing of %j', (item) =>
    expect(fields(item)).toBeUndefined(),
  );
});

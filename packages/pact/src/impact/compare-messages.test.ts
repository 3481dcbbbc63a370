import { describe, expect, it } from '@jest/globals';
import { impactOfTexts } from '../testing/impact-of-texts.ts';
import type { Difference } from './difference.ts';
import type { RuleId } from './rules.table.ts';

interface Sent {
  readonly name?: string;
  readonly address?: string;
  readonly method?: string;
  readonly body?: string;
  readonly more?: string;
  readonly answers?: string;
}

const payload = '{ required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Event" } } } }';
const event = '{ type: object, required: [id], properties: { id: { type: string }, state: { enum: [a, b] } } }';

/** Subscribing makes the platform call back; everything else of the document stays the same. */
function callback(sent: Sent = {}, schema = event): string {
  const { name = 'onEvent', address = '{$request.body#/callbackUrl}', method = 'post' } = sent;
  const { body = payload, more = '', answers = "{ '200': { description: taken } }" } = sent;
  return `openapi: 3.0.3
info: { title: t, version: "1" }
paths:
  /subscriptions:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { callbackUrl: { type: string } } } } } }
      responses: { '201': { description: made } }
      callbacks:
        ${name}:
          '${address}':
            ${method}:
              requestBody: ${body}
              ${more}
              responses: ${answers}
components: { schemas: { Event: ${schema} } }
`;
}

const webhook = (sent: Sent = {}, schema = event): string => {
  const { name = 'event', method = 'post', body = payload, answers = "{ '200': { description: taken } }" } = sent;
  return `openapi: 3.1.0
info: { title: t, version: "1" }
webhooks: { ${name}: { ${method}: { requestBody: ${body}, ${sent.more ?? ''} responses: ${answers} } } }
components: { schemas: { Event: ${schema} } }
`;
};

async function differences(old: string, current: string): Promise<readonly Difference[]> {
  return (await impactOfTexts(old, current)).differences;
}

async function found(old: string, current: string): Promise<string[]> {
  return (await differences(old, current)).map(({ rule, severity }) => `${severity} ${rule}`).toSorted();
}

const inBody = (schema: string, type = 'application/json') => `{ content: { ${type}: { schema: ${schema} } } }`;
const answering = (body: string) =>
  `{ '200': { description: taken, content: { application/json: { schema: ${body} } } } }`;
const header = (more: string) => `parameters: [{ name: X-Signature, in: header, schema: { type: string }${more} }]`;

type Row = readonly [
  what: string,
  old: readonly [Sent?, string?],
  current: readonly [Sent?, string?],
  found: readonly string[],
];

/** Of callbacks and webhooks alike. */
const rows: readonly Row[] = [
  ['nothing', [], [], []],
  [
    'a field less of what is sent',
    [],
    [{}, event.replace(', state: { enum: [a, b] }', '')],
    ['breaking response-property-removed'],
  ],
  [
    'another type of what is sent',
    [],
    [{}, event.replace('id: { type: string', 'id: { type: integer')],
    ['breaking response-type-changed'],
  ],
  [
    'a field that may be missing',
    [],
    [{}, event.replace('[id]', '[]')],
    ['breaking response-property-became-optional'],
  ],
  [
    'a field that only answers have, which may be missing',
    [{ body: inBody('{ type: object, properties: { id: { readOnly: true } }, required: [id] }') }],
    [{ body: inBody('{ type: object, properties: { id: { readOnly: true } } }') }],
    ['breaking response-property-became-optional'],
  ],
  [
    'a field that only answers have, required of what is answered',
    [{ answers: answering('{ type: object, properties: { ok: { readOnly: true } } }') }],
    [{ answers: answering('{ type: object, properties: { ok: { readOnly: true } }, required: [ok] }') }],
    [],
  ],
  ['a field more', [], [{}, event.replace('id: {', 'at: { type: string }, id: {')], ['safe response-property-added']],
  [
    'a field that is always there',
    [],
    [{}, event.replace('[id]', '[id, state]')],
    ['safe response-property-became-required'],
  ],
  [
    'a value that receivers may not know',
    [],
    [{}, event.replace('[a, b]', '[a, b, c]')],
    ['risky response-enum-value-added'],
  ],
  ['a value less', [], [{}, event.replace('[a, b]', '[a]')], ['safe response-enum-value-removed']],
  [
    'no body any more',
    [],
    [{ body: '{ content: {} }' }],
    ['breaking message-media-type-removed', 'risky message-body-became-optional'],
  ],
  [
    'a body that may be missing',
    [],
    [{ body: payload.replace('true', 'false') }],
    ['risky message-body-became-optional'],
  ],
  [
    'another media type',
    [{ body: inBody('{}') }],
    [{ body: inBody('{}', 'application/xml') }],
    ['breaking message-media-type-removed', 'risky message-media-type-added'],
  ],
  ['another method', [], [{ method: 'put' }], ['breaking message-method-changed']],
  [
    'a signature less',
    [{ more: header(', required: true') }],
    [{ more: 'x-none: 1' }],
    ['breaking message-required-parameter-removed'],
  ],
  ['an optional header less', [{ more: header('') }], [{ more: 'x-none: 1' }], ['risky message-parameter-removed']],
  [
    'a header that may be missing',
    [{ more: header(', required: true') }],
    [{ more: header('') }],
    ['risky message-parameter-became-optional'],
  ],
  [
    'a signature more',
    [{ more: 'x-none: 1' }],
    [{ more: header(', required: true') }],
    ['safe message-parameter-added'],
  ],
  [
    'a header of another type',
    [{ more: header('') }],
    [{ more: header('').replace('string', 'integer') }],
    ['breaking response-type-changed'],
  ],
  [
    'another answer',
    [],
    [{ answers: "{ '204': { description: taken } }" }],
    ['breaking answer-success-status-removed', 'safe answer-success-status-added'],
  ],
  [
    'a further answer',
    [],
    [{ answers: "{ '200': { description: taken }, '410': { description: gone } }" }],
    ['safe answer-status-added'],
  ],
  [
    'an answer that becomes one of a range',
    [],
    [{ answers: "{ '2XX': { description: taken } }" }],
    ['safe answer-success-status-added'],
  ],
  [
    'required fields of the answer',
    [],
    [{ answers: answering('{ type: object, required: [ok], properties: { ok: {} } }') }],
    ['breaking answer-required-body-added'],
  ],
  [
    'a body of the answer that requires nothing',
    [],
    [{ answers: answering('{ type: object }') }],
    ['risky answer-body-added'],
  ],
  [
    'no body of the answer any more',
    [{ answers: answering('{ type: object, required: [ok], properties: { ok: {} } }') }],
    [],
    ['safe answer-body-removed'],
  ],
  [
    'a further required field of the answer',
    [{ answers: answering('{ type: object, properties: { ok: {} } }') }],
    [{ answers: answering('{ type: object, properties: { ok: {}, at: {} }, required: [at] }') }],
    ['breaking request-required-property-added'],
  ],
  [
    'a further value that may be answered',
    [{ answers: answering('{ enum: [a] }') }],
    [{ answers: answering('{ enum: [a, b] }') }],
    ['safe request-enum-value-added'],
  ],
  [
    'a header field that the answer has to have',
    [],
    [{ answers: "{ '200': { description: taken, headers: { X-Echo: { required: true, schema: {} } } } }" }],
    ['breaking answer-required-header-added'],
  ],
];

describe('messages of the provider', () => {
  it.each(rows)('are compared in a callback: %s', async (_, old, current, expected) => {
    expect(await found(callback(...old), callback(...current))).toEqual(expected);
  });

  it.each(rows)('are compared in a webhook: %s', async (_, old, current, expected) => {
    const withComma = ([sent = {}, schema]: readonly [Sent?, string?]) =>
      webhook({ ...sent, ...(sent.more !== undefined && { more: `${sent.more},` }) }, schema);
    expect(await found(withComma(old), withComma(current))).toEqual(expected);
  });

  it('are told with callback, operation, part and field', async () => {
    const [difference] = await differences(
      callback(),
      callback({}, event.replace('id: { type: string', 'id: { type: integer')),
    );
    expect(difference).toMatchObject({
      old: { pointer: '/components/schemas/Event/properties/id', file: 'openapi.yaml' },
      uses: [{ operation: 'callback onEvent of POST /subscriptions', part: 'payload application/json', field: 'id' }],
    });
  });

  it('come and go', async () => {
    const none = callback().replace(/ {6}callbacks:\n(?: {8}.*\n)+/, '');
    expect(await found(callback(), none)).toEqual(['breaking callback-removed']);
    expect(await found(none, callback())).toEqual(['safe callback-added']);
    expect(await found(webhook(), webhook({ name: 'other' }))).toEqual([
      'breaking webhook-removed',
      'safe webhook-added',
    ]);
    const gone = callback().replace('/subscriptions:', '/others:');
    expect(await found(callback(), gone)).toEqual([
      'breaking callback-removed',
      'breaking operation-removed',
      'safe operation-added',
    ]);
  });

  it('go to an address that the caller gives, which is part of the promise', async () => {
    const [difference] = await differences(callback(), callback({ address: '{$request.body#/url}' }));
    expect(difference).toMatchObject({
      rule: 'callback-address-changed',
      severity: 'breaking',
      message: 'onEvent was sent to {$request.body#/callbackUrl}, is sent to {$request.body#/url}',
    });
  });

  it('keep apart what one webhook sends by two methods', async () => {
    const two = (put: string) =>
      webhook().replace('webhooks: { event: {', `webhooks: { event: { put: { requestBody: ${inBody(put)} },`);
    const [one, other] = [two('{ type: string }'), two('{ type: integer }')];
    expect(await found(one, one)).toEqual([]);
    expect(await found(one, other)).toEqual(['breaking response-type-changed']);
    expect((await differences(one, webhook())).map(({ message }) => message)).toEqual(['event (PUT) is gone']);
  });

  it('are read behind references: of callbacks, of paths and of webhooks', async () => {
    const referred = (schema: string) => `openapi: 3.1.0
info: { title: t, version: "1" }
paths:
  /a: { $ref: '#/components/pathItems/A' }
webhooks:
  w: { $ref: '#/components/pathItems/W' }
components:
  callbacks:
    C: { '{$request.query.url}': { $ref: '#/components/pathItems/W' } }
  pathItems:
    A: { get: { parameters: [{ name: q, in: query, schema: ${schema} }], responses: {}, callbacks: { c: { $ref: '#/components/callbacks/C' } } } }
    W: { post: { requestBody: ${inBody(schema)}, responses: {} } }
`;
    const result = await differences(referred('{ type: string }'), referred('{ type: integer }'));
    expect(result.map(({ rule, uses }) => [rule, ...uses.map(({ operation }) => operation)]).toSorted()).toEqual([
      ['request-type-changed', 'GET /a'],
      ['response-type-changed', 'webhook w', 'callback c of GET /a'],
    ]);
  });
});

const linked = (link: string, paths = '/users/{id}', id = 'getUser') => `openapi: 3.0.3
info: { title: t, version: "1" }
paths:
  /users:
    post:
      responses: { '201': { description: made, links: { ${link} } } }
  ${paths}:
    get: { operationId: ${id}, parameters: [], responses: {} }
    delete: { operationId: removeUser, responses: {} }
`;
const toUser = "user: { operationId: getUser, parameters: { id: '$response.body#/id' } }";

describe('links', () => {
  const cases: readonly (readonly [string, string, readonly RuleId[]])[] = [
    ['that stay', linked(toUser), []],
    ['that are gone', linked(''), ['link-removed']],
    ['that are new', linked(`${toUser}, again: { operationId: getUser }`), ['link-added']],
    ['to another operation', linked(toUser.replace('getUser', 'removeUser')), ['link-target-changed']],
    ['with another value', linked(toUser.replace('#/id', '#/userId')), ['link-values-changed']],
    [
      'to an operation of another name',
      linked(toUser.replace('getUser', 'readUser'), '/users/{id}', 'readUser'),
      ['operation-id-changed'],
    ],
    [
      'by reference to the same operation',
      linked(toUser.replace('operationId: getUser', "operationRef: '#/paths/~1users~1{id}/get'")),
      [],
    ],
    ['by another name of the path parameter', linked(toUser.replace('id:', 'userId:'), '/users/{userId}'), []],
  ];
  it.each(cases)('are compared: %s', async (_, current, expected) => {
    expect((await differences(linked(toUser), current)).map(({ rule }) => rule)).toEqual(expected);
  });
});

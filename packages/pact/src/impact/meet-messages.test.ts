import { describe, expect, it } from '@jest/globals';
import type { Json } from '../pact/pact.ts';
import { pactOf } from '../pact/read-pact.ts';
import { contractOf, impactOfTexts } from '../testing/impact-of-texts.ts';
import type { DeployedContract } from './deployed-contract.ts';

const callback = (event: string, more = '', address = '{$request.body#/callbackUrl}') => `          '${address}':
            post:
              operationId: sendEvent
              requestBody: { content: { application/json: { schema: { type: object, properties: { ${event} } } } } }
              responses: { ${more === '' ? "'200': { description: taken }" : more} }
`;
const platform = (event: string, more = '', address?: string) => `openapi: 3.0.3
info: { title: t, version: "1" }
paths:
  /subscriptions:
    post:
      responses: { '201': { description: made, links: { list: { operationId: listUsers } } } }
      callbacks:
        onEvent:
${callback(event, more, address)}  /others:
    post:
      responses: { '201': { description: made } }
      callbacks:
        onEvent:
${callback('id: { type: string }, other: { type: string }')}  /users:
    get: { operationId: listUsers, responses: { '200': { description: ok } } }
`;
const event = 'id: { type: string }, note: { type: string }';

/** A pact with messages, and with requests beside them where they are given. */
function listener(
  message: { readonly [name: string]: Json },
  requests: readonly {
    readonly path: string;
    readonly method?: string;
    readonly body?: Json;
    readonly status?: number;
  }[] = [],
): DeployedContract {
  const json: Json = {
    consumer: { name: 'listener' },
    provider: { name: 'shop' },
    interactions: [
      { type: 'Asynchronous/Messages', description: 'an onEvent comes', ...message },
      ...requests.map(({ path, method = 'POST', body, status = 201 }, index) => ({
        type: 'Synchronous/HTTP',
        description: `request ${index}`,
        request: {
          method,
          path,
          ...(body !== undefined && { body: { contentType: 'application/json', content: body } }),
        },
        response: { status },
      })),
    ],
    metadata: { pactSpecification: { version: '4.0' } },
  };
  return { ...contractOf('listener', []), pact: pactOf(json, 'listener.json') };
}

const reading = (content: Json) => ({ contents: { contentType: 'application/json', content } });
const subscribing = { path: '/subscriptions', body: { callbackUrl: 'https://a.example' } };

async function met(old: string, current: string, contract: DeployedContract) {
  const { partners } = await impactOfTexts(old, current, [contract]);
  return partners?.[0]?.findings.map(
    ({ effect, rule, operation, field }) => `${effect} ${rule} | ${operation} | ${field}`,
  );
}

describe('messages of contracts', () => {
  const changed = platform(event.replace('note', 'memo'));

  it('meet what is gone from the callback that they name, if they read it', async () => {
    const broken = ['breaks response-property-removed | callback onEvent of POST /subscriptions | note'];
    expect(await met(platform(event), changed, listener(reading({ note: 'x' })))).toEqual(broken);
    expect(await met(platform(event), changed, listener(reading({ id: 'x' })))).toEqual([]);
    const byId = { description: 'something', metadata: { kind: 'sendEvent' }, ...reading({ note: 'x' }) };
    expect(await met(platform(event), changed, listener(byId))).toEqual(broken);
  });

  it('are of the callback whose operation the contract calls, where others have the same name', async () => {
    const contract = listener(reading({ note: 'x' }), [{ path: '/others' }]);
    expect(await met(platform(event), changed, contract)).toEqual([]);
  });

  it('do not say what is answered: what that has to have more is a risk', async () => {
    const answer = (required: string) =>
      `'200': { description: taken, content: { application/json: { schema: { type: object, properties: { ok: {} }, required: [${required}] } } } }`;
    const contract = listener(reading({ id: 'x' }), [subscribing]);
    expect(await met(platform(event, answer('')), platform(event, answer('ok')), contract)).toEqual([
      'at-risk request-property-became-required | callback onEvent of POST /subscriptions | ok',
    ]);
    expect(await met(platform(event), platform(event, answer('ok')), contract)).toEqual([
      'at-risk answer-required-body-added | callback onEvent of POST /subscriptions | ',
    ]);
    expect(await met(platform(event, answer('ok')), platform(event, answer('')), contract)).toEqual([]);
  });

  it('are not judged where they name nothing that the document has', async () => {
    const contract = listener({ description: 'something', ...reading({ id: 'x' }) });
    const { partners } = await impactOfTexts(platform(event), platform(event), [contract]);
    expect(partners?.[0]?.unknown).toEqual([{ interaction: 'something', asked: 'a webhook or callback' }]);
  });
});

describe('requests of contracts', () => {
  const contract = (requests: Parameters<typeof listener>[1]) =>
    listener({ description: 'something', ...reading({ id: 'x' }) }, requests);
  const elsewhere = platform(event, '', '{$request.body#/url}');

  it('that give the address of a callback meet that it goes elsewhere; others do not', async () => {
    expect(await met(platform(event), elsewhere, contract([subscribing]))).toEqual([
      'breaks callback-address-changed | POST /subscriptions | ',
    ]);
    expect(await met(platform(event), elsewhere, contract([{ path: '/subscriptions', body: {} }]))).toEqual([]);
    expect(await met(platform(event), elsewhere, contract([{ ...subscribing, status: 422 }]))).toEqual([]);
  });

  it('say better than a message where a callback goes; alone, the message is at risk', async () => {
    const both = listener(reading({ id: 'x' }), [subscribing]);
    expect(await met(platform(event), elsewhere, both)).toEqual([
      'breaks callback-address-changed | POST /subscriptions | ',
    ]);
    expect(await met(platform(event), elsewhere, listener(reading({ id: 'x' })))).toEqual([
      'at-risk callback-address-changed | callback onEvent of POST /subscriptions | ',
    ]);
  });

  it('give it in the query or in a header field as well; where that cannot be told, it is a risk', async () => {
    const query = platform(event, '', '{$request.query.url}');
    expect(await met(query, elsewhere, contract([subscribing]))).toEqual([]);
    const fixed = platform(event, '', 'https://hooks.example/{$response.body#/id}');
    expect(await met(fixed, elsewhere, contract([subscribing]))).toEqual([
      'at-risk callback-address-changed | POST /subscriptions | ',
    ]);
  });

  it('meet the end of a link if they call what it led to', async () => {
    const unlinked = platform(event).replace('links: { list: { operationId: listUsers } }', 'links: {}');
    expect(await met(platform(event), unlinked, contract([subscribing]))).toEqual([]);
    const caller = contract([subscribing, { path: '/users', method: 'GET', status: 200 }]);
    expect(await met(platform(event), unlinked, caller)).toEqual(['at-risk link-removed | POST /subscriptions | ']);
  });
});

describe('what is not read', () => {
  const document = (field: string) => `openapi: 3.0.3
info: { title: t, version: "1" }
paths:
  /orders:
    get: { responses: { '200': { description: ok, content: { application/xml: { schema: { type: object, properties: { ${field}: {} } } } } } } }
`;
  const xml = (body: string) =>
    contractOf('reader', [
      {
        request: { method: 'GET', path: '/orders' },
        response: { status: 200, headers: { 'Content-Type': 'application/xml' }, body },
      },
    ]);

  it('is a risk where it changed: bodies of XML', async () => {
    const { partners } = await impactOfTexts(document('id'), document('key'), [xml('<order><id>1</id></order>')]);
    expect(partners?.[0]).toMatchObject({
      verdict: 'at-risk',
      findings: [{ field: 'id', because: 'what the contract has as application/xml is not read' }],
    });
    const same = await impactOfTexts(document('id'), document('id'), [xml('<order/>')]);
    expect(same.partners?.[0]?.verdict).toBe('untouched');
  });

  it('is told: messages that a consumer sends and has answered', async () => {
    const json: Json = {
      consumer: { name: 'asker' },
      provider: { name: 'shop' },
      interactions: [
        { type: 'Synchronous/Messages', description: 'onEvent', request: {}, response: [reading({ id: 'x' })] },
      ],
      metadata: { pactSpecification: { version: '4.0' } },
    };
    const contract = { ...contractOf('asker', []), pact: pactOf(json, 'asker.json') };
    const { partners } = await impactOfTexts(platform(event), platform(event), [contract]);
    expect(partners?.[0]?.unknown).toEqual([{ interaction: 'onEvent', asked: 'an answer to a message of its own' }]);
  });
});

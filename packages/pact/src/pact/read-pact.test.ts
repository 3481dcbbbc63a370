import { describe, expect, it } from '@jest/globals';
import { PactError, pactCatalogue } from '../errors.ts';
import type { HttpInteraction, MessageInteraction } from './pact.ts';
import { readPact } from './read-pact.ts';

const pair = { consumer: { name: 'shop' }, provider: { name: 'orders' } };

function read(file: object) {
  return readPact(JSON.stringify({ ...pair, ...file }), 'shop-orders.json');
}

function codeOf(text: string): string {
  try {
    readPact(text, 'broken.json');
  } catch (error) {
    if (error instanceof PactError) return `${error.code}: ${error.message}`;
  }
  return 'read';
}

const http = { description: 'an order', request: { method: 'get', path: '/orders/1' }, response: { status: 200 } };

describe('readPact', () => {
  it('reads version 2, with its query, state and flat rules', () => {
    const pact = read({
      metadata: { pactSpecification: { version: '2.0.0' } },
      interactions: [
        {
          ...http,
          providerState: 'an order exists',
          request: { method: 'get', path: '/orders', query: 'a=1&a=2&b=x%20y' },
          response: {
            status: 200,
            headers: { 'Content-Type': 'application/json; charset=utf-8' },
            body: { content: 1, items: [{ id: 7 }] },
            matchingRules: {
              '$.body.items[*].id': { match: 'type' },
              '$.headers.Content-Type': { match: 'regex', regex: 'json' },
            },
          },
        },
      ],
    });
    const [interaction] = pact.interactions as [HttpInteraction];
    expect(pact.specification).toBe(2);
    expect(interaction.states).toEqual([{ name: 'an order exists', params: {} }]);
    expect(interaction.request).toMatchObject({ method: 'GET', query: { a: ['1', '2'], b: ['x y'] } });
    expect(interaction.response.body).toEqual({
      contentType: 'application/json',
      content: { json: { content: 1, items: [{ id: 7 }] } },
    });
    expect(interaction.response.rules.body).toEqual({
      '$.items[*].id': { matchers: [{ match: 'type' }], combine: 'AND' },
    });
    expect(Object.keys(interaction.response.rules.header)).toEqual(['Content-Type']);
  });

  it('reads version 4, with wrapped bodies, parameters of states and pending interactions', () => {
    const pact = read({
      metadata: { pactSpecification: { version: '4.0' }, stuntdouble: { recorded: true } },
      interactions: [
        {
          ...http,
          type: 'Synchronous/HTTP',
          pending: true,
          providerStates: [{ name: 'an order exists', params: { id: 1 } }],
          response: {
            status: 200,
            body: { content: 'AAEC', contentType: 'application/octet-stream', encoded: 'base64' },
            matchingRules: { body: { $: { combine: 'OR', matchers: [{ match: 'contentType' }] } } },
          },
        },
        {
          type: 'Asynchronous/Messages',
          description: 'an event',
          contents: { content: { id: 1 }, contentType: 'application/json', encoded: false },
          metadata: { topic: 'orders' },
        },
      ],
    });
    const [interaction, message] = pact.interactions as [HttpInteraction, MessageInteraction];
    expect(pact).toMatchObject({ specification: 4, recorded: true });
    expect(interaction).toMatchObject({ pending: true, states: [{ params: { id: 1 } }] });
    expect(interaction.response.body?.content).toEqual({ bytes: Buffer.from([0, 1, 2]) });
    expect(interaction.response.rules.body.$?.combine).toBe('OR');
    expect(message).toMatchObject({
      kind: 'message',
      contents: { content: { json: { id: 1 } } },
      metadata: { topic: 'orders' },
    });
  });

  it('reads the messages of version 3', () => {
    const pact = read({
      messages: [{ description: 'an event', contents: 'text', metaData: { contentType: 'text/plain' } }],
    });
    expect(pact.specification).toBe(3);
    expect(pact.interactions).toMatchObject([
      { kind: 'message', contents: { contentType: 'text/plain', content: { text: 'text' } } },
    ]);
  });

  it.each([
    ['no JSON', 'nonsense', /^PACT_SYNTAX: broken\.json is no JSON/],
    ['a list', '[]', /^PACT_INVALID: broken\.json holds a list/],
    ['no consumer', '{"provider":{"name":"b"},"interactions":[]}', /names no consumer/],
    ['no interactions', JSON.stringify(pair), /has no interactions/],
    [
      'an interaction without request',
      JSON.stringify({ ...pair, interactions: [{ description: 'x', response: {} }] }),
      /\/interactions\/0 has no request/,
    ],
    [
      'a status of words',
      JSON.stringify({ ...pair, interactions: [{ ...http, response: { status: 'ok' } }] }),
      /\/interactions\/0\/response\/status is "ok"/,
    ],
    [
      'a version of the future',
      JSON.stringify({ ...pair, metadata: { pactSpecification: { version: '5.0' } }, interactions: [] }),
      /follows version 5\.0/,
    ],
    [
      'a body of 20,000 lists within each other',
      `{"consumer":{"name":"a"},"provider":{"name":"b"},"interactions":[{"response":${'['.repeat(20_000)}${']'.repeat(20_000)}}]}`,
      /^PACT_INVALID: .* within each other, more than 127/,
    ],
    [
      'V4 beside older ones',
      JSON.stringify({ ...pair, interactions: [http, { ...http, type: 'Synchronous/HTTP' }] }),
      /^PACT_MIXED: .*\/interactions\/1 has a type/,
    ],
    [
      'V2 with interactions of V4',
      JSON.stringify({
        ...pair,
        metadata: { pactSpecification: { version: '2.0.0' } },
        interactions: [{ ...http, type: 'Synchronous/HTTP' }],
      }),
      /^PACT_MIXED: .*says that it is V2/,
    ],
  ])('refuses %s and says where', (_, text, expected) => {
    expect(codeOf(text)).toMatch(expected);
  });

  it('has exit code 2 for each: the question could not be answered', () => {
    expect(pactCatalogue.PACT_SYNTAX.exitCode).toBe(2);
    expect(new PactError('PACT_MIXED', 'x').exitCode).toBe(2);
  });
});

import { describe, expect, it } from '@jest/globals';
import { answering, bareVerdict, reads, saidOf } from '../testing/compare-bed.ts';

/** Each fault that the adaptor removes: first the comparator by itself, wrong; then what is said here. */
describe('the adaptor around the comparator', () => {
  const card = {
    type: 'object',
    required: ['kind', 'brand'],
    properties: { kind: { type: 'string' }, brand: { type: 'string' } },
  };
  const bank = {
    type: 'object',
    required: ['kind', 'iban'],
    properties: { kind: { type: 'string' }, iban: { type: 'string' } },
  };
  const oneOf = [{ $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/Bank' }];

  it('takes a discriminator whose branches name it without const or enum', async () => {
    const document = answering({ oneOf, discriminator: { propertyName: 'kind' } }, { Card: card, Bank: bank });
    const fitting = reads({ kind: 'Card', brand: 'x' });
    expect(await bareVerdict(document, fitting)).toEqual([expect.stringMatching(/^throws: discriminator/)]);
    expect(await saidOf(document, fitting)).toEqual([]);
    expect(await saidOf(document, reads({ kind: 'Bank', brand: 'x' }))).toEqual([
      'error response.body.undeclared /response/body/brand',
    ]);
  });

  it('lets a consumer read only what the branches of a oneOf share', async () => {
    const document = answering({ oneOf }, { Card: card, Bank: bank });
    expect(await bareVerdict(document, reads({ kind: 'Card' }))).toContain('response.body.incompatible');
    expect(await saidOf(document, reads({ kind: 'Card' }))).toEqual([]);
    expect(await saidOf(document, reads({ kind: 7 }))).toEqual([
      'error response.body.incompatible /response/body/kind',
    ]);
  });

  it('knows the base paths of servers', async () => {
    const document = { ...answering({ type: 'object' }), servers: [{ url: 'https://api.example.com/v2' }] };
    const interaction = { ...Object(reads({})), request: { method: 'GET', path: '/v2/orders/1' } };
    expect(await bareVerdict(document, interaction)).toEqual(['request.path-or-method.unknown']);
    expect(await saidOf(document, interaction)).toEqual([]);
  });

  it('warns of a field that is read and may be missing', async () => {
    const document = answering({
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, note: { type: 'string' } },
    });
    expect(await bareVerdict(document, reads({ id: '1', note: 'x' }))).toEqual([]);
    expect(await saidOf(document, reads({ id: '1', note: 'x' }))).toEqual([
      'warning response.body.optional /response/body/note',
    ]);
  });

  it('holds matching rules against the schema, not examples alone', async () => {
    const document = answering({ type: 'object', required: ['total'], properties: { total: { type: 'integer' } } });
    const interaction = reads({ total: 7 }, { '$.body.total': { match: 'decimal' } });
    expect(await bareVerdict(document, interaction)).toEqual([]);
    expect(await saidOf(document, interaction)).toEqual(['error response.rule.incompatible /response/body/total']);
  });

  it('merges no lists of allOf by their positions', async () => {
    const base = { type: 'object', properties: { state: { type: 'string', enum: ['open', 'paid'] } } };
    const document = answering(
      {
        allOf: [
          { $ref: '#/components/schemas/Base' },
          { type: 'object', required: ['state'], properties: { state: { enum: ['paid'] } } },
        ],
      },
      { Base: base },
    );
    // Merged, the list would be paid, paid; the other way round open would pass.
    const other = answering(
      {
        allOf: [
          { type: 'object', required: ['state'], properties: { state: { enum: ['paid'] } } },
          { $ref: '#/components/schemas/Base' },
        ],
      },
      { Base: base },
    );
    expect(await bareVerdict(other, reads({ state: 'open' }))).toEqual([]);
    expect(await saidOf(other, reads({ state: 'open' }))).toEqual([
      'error response.body.incompatible /response/body/state',
    ]);
    expect(await saidOf(document, reads({ state: 'paid' }))).toEqual([]);
  });

  it('asks for all credentials of an alternative', async () => {
    const document = answering({ type: 'object' });
    const schemes = {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      app: { type: 'apiKey', in: 'header', name: 'X-App' },
    };
    const secured = {
      ...document,
      components: { ...document.components, securitySchemes: schemes },
      security: [{ key: [], app: [] }],
    };
    const interaction = {
      ...Object(reads({})),
      request: { method: 'GET', path: '/orders/1', headers: { 'X-Key': 'k' } },
    };
    expect(await bareVerdict(secured, interaction)).toEqual([]);
    expect(await saidOf(secured, interaction)).toEqual(['error request.authorization.missing /request/headers']);
    const both = { method: 'GET', path: '/orders/1', headers: { 'X-Key': 'k', 'X-App': 'a' } };
    expect(await saidOf(secured, { ...interaction, request: both })).toEqual([]);
  });

  it('survives header fields and Accept lists that the comparator breaks off at', async () => {
    const document = answering({ type: 'object' });
    const withHeaders = (headers: Record<string, string>) => ({
      ...Object(reads({})),
      request: { method: 'GET', path: '/orders/1', headers },
    });
    const accepting = withHeaders({ Accept: 'application/xml;q=0.9, application/json;q=0.5' });
    expect(await bareVerdict(document, accepting)).toEqual(['request.accept.incompatible']);
    expect(await saidOf(document, accepting)).toEqual([]);
    const named = withHeaders({ 'X-Näme': 'x', 'X-Value': 'schön ☃' });
    expect(await bareVerdict(document, named)).toEqual([expect.stringMatching(/^throws/)]);
    expect(await saidOf(document, named)).toEqual(['warning request.header.unknown /request/headers/X-Value']);
  });
});

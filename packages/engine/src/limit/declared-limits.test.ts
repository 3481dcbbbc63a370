import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadDocument } from '../load/load-document.ts';
import { documentOf } from '../testing/engine-of.ts';
import { type DeclaredLimit, declaredLimits, limitFindings } from './declared-limits.ts';

const HEAD = 'openapi: 3.1.0\ninfo: { title: t, version: "1" }\n';

/** `policy limit/window algorithm per` of each limit of the document's operation of that id. */
async function limitsOf(yaml: string, id = 'listOrders'): Promise<string[]> {
  const document = await documentOf(HEAD + yaml);
  const operation = document.operations.find((each) => each.id === id);
  return operation === undefined ? [] : declaredLimits(document, operation).map(shown);
}

const shown = ({ policy, limit, window, algorithm, per, from }: DeclaredLimit): string =>
  `${policy} ${limit}/${window} ${algorithm} ${per} ${from}`;

const described = (headers: string): string => `paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200': { description: fine }
        '429': { description: too many, headers: ${headers} }
`;

describe('declaredLimits', () => {
  it('reads the operation, its path and the document, the narrowest first', async () => {
    const yaml = `x-stunt-rate-limit: { policy: all, limit: 600, window: 60s }
paths:
  /orders:
    x-stunt-rate-limit: { limit: 100, window: 1h, algorithm: fixed-window, per: sandbox }
    get:
      operationId: listOrders
      x-stunt-rate-limit: [{ limit: 5, window: 1s }, { limit: 1000, algorithm: daily, per: address }]
      responses: { '200': { description: fine } }
`;
    expect(await limitsOf(yaml)).toEqual([
      'listOrders 5/1000 gcra credential x-stunt-rate-limit',
      'listOrders-2 1000/86400000 daily address x-stunt-rate-limit',
      '/orders 100/3600000 fixed-window sandbox x-stunt-rate-limit',
      'all 600/60000 gcra credential x-stunt-rate-limit',
    ]);
  });

  it('counts the same declaration once', async () => {
    const yaml = `x-stunt-rate-limit: { limit: 600, window: 60s }
paths:
  /orders:
    get: { operationId: listOrders, x-stunt-rate-limit: { policy: default, limit: 600, window: 60s }, responses: {} }
`;
    expect(await limitsOf(yaml)).toEqual(['default 600/60000 gcra credential x-stunt-rate-limit']);
  });

  it.each([
    [
      '{ RateLimit-Policy: { schema: { type: string }, example: \'"burst";q=10;w=1, "daily";q=500;w=86400\' } }',
      ['burst 10/1000', 'daily 500/86400000'],
    ],
    ['{ RateLimit-Policy: { schema: { type: string, examples: ["100;w=10"] } } }', ['default 100/10000']],
    [
      '{ X-RateLimit-Limit: { schema: { type: integer, example: 5000 }, description: Calls per hour. } }',
      ['default 5000/3600000'],
    ],
    ['{ x-rate-limit-limit: { schema: { type: integer, default: 7 } } }', ['default 7/60000']],
    [
      '{ RateLimit-Limit: { schema: { type: string }, examples: { a: { value: "100, 100;w=30" } } } }',
      ['default 100/30000'],
    ],
    ['{ RateLimit-Limit: { $ref: "#/components/headers/Limit" } }', ['default 42/60000']],
    ['{ X-RateLimit-Limit: { schema: { type: integer } } }', []],
    ['{ Retry-After: { schema: { type: integer }, example: 3 } }', []],
  ])('guesses from a documented 429 with %s', async (headers, expected) => {
    const components = `components: { headers: { Limit: { schema: { $ref: '#/components/schemas/N' } } }, schemas: { N: { type: integer, example: 42 } } }\n`;
    const limits = await limitsOf(described(headers) + components);
    expect(limits).toEqual(expected.map((limit) => `${limit} gcra credential 429`));
  });

  it('guesses nothing where the document says it by itself', async () => {
    const yaml = described('{ X-RateLimit-Limit: { schema: { type: integer, example: 5000 } } }');
    expect(await limitsOf(`x-stunt-rate-limit: { limit: 9, window: 1s }\n${yaml}`)).toEqual([
      'default 9/1000 gcra credential x-stunt-rate-limit',
    ]);
  });

  it('reads the example platform', async () => {
    const document = await loadDocument(join(import.meta.dirname, '../../../../contracts/platform/openapi.yaml'));
    const byId = new Map(document.operations.map((each) => [each.id, declaredLimits(document, each).map(shown)]));
    expect(byId.get('createDocument')).toEqual([
      'documents-create 60/60000 gcra credential x-stunt-rate-limit',
      'default 600/60000 gcra credential x-stunt-rate-limit',
    ]);
    expect(byId.get('listIntakes')).toEqual(['default 600/60000 gcra credential x-stunt-rate-limit']);
    expect(limitFindings(document)).toEqual([]);
  });

  it.each([
    ['7', 'was 7; allowed: an object with limit and window'],
    ['{ limit: 0, window: 1s }', 'has limit 0; allowed: 1 to 1000000'],
    ['{ limit: 5, window: 60 }', 'has window 60; allowed: a duration such as'],
    ['{ limit: 5, window: 32d }', 'has window "32d"; allowed: 1ms to 31d'],
    ['{ limit: 5, window: 1h, algorithm: daily }', 'has window "1h"; a daily quota has 1d or none'],
    ['{ limit: 5, window: 1h, algorithm: leaky }', 'has algorithm "leaky"; allowed: gcra, fixed-window, daily'],
    ['{ limit: 5, window: 1h, per: planet }', 'has per "planet"; allowed: credential, sandbox, address'],
    ['{ limit: 5, window: 1h, policy: "ü" }', 'has policy "ü"; allowed: a short text in printable ASCII'],
    ['{ limit: 5, windw: 1h }', 'has "windw"; allowed: policy, limit, window, per, algorithm'],
  ])('leaves out and names what is no limit: %s', async (declared, problem) => {
    const yaml = `${HEAD}x-stunt-rate-limit: [${declared}]\n${described('{}')}`;
    const document = await documentOf(yaml);
    expect(document.operations.flatMap((each) => declaredLimits(document, each))).toEqual([]);
    expect(limitFindings(document)).toEqual([
      expect.objectContaining({
        code: 'SPEC_MALFORMED',
        pointer: '/x-stunt-rate-limit/0',
        message: expect.stringContaining(problem),
      }),
    ]);
  });
});

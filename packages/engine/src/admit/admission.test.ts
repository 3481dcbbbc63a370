import { describe, expect, it } from '@jest/globals';
import { gateFor, verdictOf } from './admission-fixture.ts';

const query = (name: string, schema: object, more: object = {}) => ({ name, in: 'query', schema, ...more });
const JSON_BODY = { 'content-type': 'application/json' };

describe('admit', () => {
  it('hands over what was sent, in the types of the document, with defaults', () => {
    const gate = gateFor(
      {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          query('limit', { type: 'integer', default: 20 }),
          query('q', { $ref: '#/components/schemas/Word' }),
          query('sort', { type: 'string' }),
          { name: 'X-Trace', in: 'header', schema: { type: 'boolean' } },
          { name: 'theme', in: 'cookie', schema: { type: 'string' } },
        ],
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
      },
      { components: { schemas: { Word: { type: 'string', default: 'all' } } } },
      { path: '/things/{id}/{part}' },
    );
    const admitted = gate.admit({
      target: '/things/7/a%2Fb?sort=x&unknown=1',
      headers: { ...JSON_BODY, 'x-trace': 'true', cookie: 'theme=dark' },
      body: '{"a":1}',
      params: { id: '7', part: 'a%2Fb' },
    });
    expect(admitted).toEqual({
      kind: 'admitted',
      values: {
        path: { id: 7, part: 'a/b' },
        query: { limit: 20, q: 'all', sort: 'x' },
        header: { 'X-Trace': true },
        cookie: { theme: 'dark' },
        body: { a: 1 },
      },
    });
  });

  it('lists violations in the order of Prism: body, header, query, path; missing before wrong', () => {
    const gate = gateFor(
      {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          query('a', { type: 'integer' }),
          query('b', { type: 'integer' }, { required: true }),
          { name: 'X-C', in: 'header', required: true, schema: { type: 'string' } },
          { name: 'd', in: 'cookie', required: true, schema: { type: 'string' } },
        ],
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      },
      {},
      { path: '/things/{id}' },
    );
    expect(gate.admit({ target: '/things/x?a=y', params: { id: 'x' } })).toEqual({
      kind: 'invalid',
      violations: [
        { in: 'body', path: [], code: 'required', message: 'is required', allowed: ['application/json'] },
        { in: 'header', path: [], code: 'required', message: "must have required property 'X-C'", allowed: 'X-C' },
        { in: 'query', path: [], code: 'required', message: "must have required property 'b'", allowed: 'b' },
        { in: 'query', path: ['a'], code: 'type', message: 'must be integer', received: 'y', allowed: 'integer' },
        { in: 'path', path: ['id'], code: 'type', message: 'must be integer', received: 'x', allowed: 'integer' },
        { in: 'cookie', path: [], code: 'required', message: "must have required property 'd'", allowed: 'd' },
      ],
    });
  });

  it.each([
    [{ type: 'integer', minimum: 3 }, '2', { code: 'minimum', received: 2, allowed: 3, message: 'must be >= 3' }],
    [{ type: 'string', enum: ['a', 'b'] }, 'c', { code: 'enum', received: 'c', allowed: ['a', 'b'] }],
    [{ type: 'string', pattern: '^x' }, 'y', { code: 'pattern', received: 'y', allowed: '^x' }],
    [
      { type: 'string', maxLength: 3 },
      'y'.repeat(500),
      { code: 'maxLength', received: `${'y'.repeat(99)}…`, allowed: 3 },
    ],
    [{ type: 'string', format: 'date' }, 'today', { code: 'format', received: 'today', allowed: 'date' }],
    [{ type: 'boolean' }, 'yes', { code: 'type', received: 'yes', allowed: 'boolean' }],
  ])('names what is allowed and what came: %j, %s', (schema, value, violation) => {
    const gate = gateFor({ parameters: [query('x', schema)] });
    const admitted = gate.admit({ target: `/things?x=${value}` });
    // Coercion happens before the check, and shows in nothing but the type of what was received.
    const expected = schema.type === 'integer' ? { ...violation, received: '2' } : violation;
    expect(admitted).toMatchObject({ violations: [{ in: 'query', path: ['x'], ...expected }] });
  });

  it.each([
    ['1.0', 1],
    ['1e2', 100],
    ['-0', -0],
    ['1.5', 'type'],
    ['1_000', 'type'],
    ['', 'type'],
    ['true', 'type'],
  ])('coerces %s to an integer as ajv does', (sent, expected) => {
    const admitted = gateFor({ parameters: [query('x', { type: 'integer' })] }).admit({ target: `/things?x=${sent}` });
    if (expected === 'type') expect(verdictOf(admitted)).toEqual(['query.x type']);
    else expect(admitted).toMatchObject({ values: { query: { x: expected } } });
  });

  it.each([
    ['required', {}, '', ['query required']],
    ['required and empty', {}, 'x=', ['query required']],
    ['required, empty and allowed to be', { allowEmptyValue: true }, 'x=', 'admitted'],
    ['required, without an equals sign and allowed', { allowEmptyValue: true }, 'x', 'admitted'],
    ['optional and empty', { required: false }, 'x=', 'admitted'],
    ['optional, empty, and no integer', { required: false, schema: { type: 'integer' } }, 'x=', ['query.x type']],
    ['an empty integer that may be', { schema: { type: 'integer' }, allowEmptyValue: true }, 'x=', 'admitted'],
    ['in another case', {}, 'X=1', ['query required']],
  ])('judges a query parameter that is %s', (_what, parameter, sent, verdict) => {
    const gate = gateFor({ parameters: [query('x', { type: 'string' }, { required: true, ...parameter })] });
    expect(verdictOf(gate.admit({ target: `/things?${sent}` }))).toEqual(verdict);
  });

  it('ignores header parameters that OpenAPI 3 gives other places, and keeps them for OpenAPI 2', () => {
    const parameters = ['Accept', 'Content-Type', 'Authorization'].map((name) => ({
      name,
      in: 'header',
      required: true,
      schema: { type: 'integer' },
    }));
    expect(verdictOf(gateFor({ parameters }).admit({ headers: { accept: 'x' } }))).toBe('admitted');
    const oas2 = parameters.map(({ name }) => ({ name, in: 'header', required: true, type: 'string' }));
    expect(verdictOf(gateFor({ parameters: oas2 }, { swagger: '2.0' }).admit({}))).toEqual(['header required']);
  });

  it('reads header names in any case', () => {
    const gate = gateFor({
      parameters: [{ name: 'X-ReQuest-ID', in: 'header', required: true, schema: { type: 'string' } }],
    });
    expect(verdictOf(gate.admit({ headers: { 'x-request-id': '1' } }))).toBe('admitted');
  });

  it('lets operation parameters stand before those of the path, and follows references', () => {
    const gate = gateFor(
      { parameters: [{ $ref: '#/components/parameters/Limit' }] },
      {
        components: {
          parameters: { Limit: query('limit', { $ref: '#/components/schemas/Small' }) },
          schemas: { Small: { type: 'integer', maximum: 3 } },
        },
      },
    );
    expect(verdictOf(gate.admit({ target: '/things?limit=4' }))).toEqual(['query.limit maximum']);
  });

  it('admits what a broken schema was to check, and says so', () => {
    const broken = { $ref: '#/components/schemas/Gone' };
    const gate = gateFor({ parameters: [query('x', broken), query('y', { type: 'integer' })] });
    expect(gate.admission.broken).toEqual([]);
    expect(verdictOf(gate.admit({ target: '/things?x=1&y=a' }))).toEqual(['query.y type']);
    expect(gate.admission.broken).toEqual([
      { pointer: '#/components/schemas/Gone', message: expect.stringContaining('leads nowhere') },
    ]);
  });

  it('is the same for the second request as for the first', () => {
    const gate = gateFor({ parameters: [query('ids', { type: 'array', items: { type: 'integer' } })] });
    const outcomes = ['1', 'x', '2'].map((id) => verdictOf(gate.admit({ target: `/things?ids=${id}` })));
    expect(outcomes).toEqual(['admitted', ['query.ids.0 type'], 'admitted']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { gateFor, type Sent, verdictOf } from '../admission-fixture.ts';

const OBJECT = {
  type: 'object',
  required: ['qty'],
  properties: { qty: { type: 'integer' }, note: { type: 'string' } },
};

type Content = Readonly<Record<string, object>>;

const gateOf = (content: Content, more: object = {}) => gateFor({ requestBody: { content, ...more } });
const as = (contentType: string | undefined, body: string | Uint8Array): Sent => ({
  headers: contentType ? { 'content-type': contentType } : {},
  body,
});

function bodyOf(content: Content, sent: Sent): unknown {
  const admitted = gateOf(content).admit(sent);
  return admitted.kind === 'admitted' ? admitted.values.body : verdictOf(admitted);
}

describe('body', () => {
  const json = { 'application/json': { schema: OBJECT } };

  it.each([
    ['application/json', '{"qty":1}'],
    ['application/json; charset=utf-8', '{"qty":1}'],
    ['APPLICATION/JSON', ' {"qty":1}\n'],
    ['application/vnd.x+json', '{"qty":1}'],
    ['application/json', '\ufeff{"qty":1}'],
    [undefined, '{"qty":1}'],
  ])('reads JSON sent as %s', (contentType, body) => {
    expect(bodyOf(json, as(contentType, body))).toEqual({ qty: 1 });
  });

  it('refuses JSON that is no UTF-8, and takes the replacement character for one', () => {
    const open = { 'application/json': { schema: { type: 'string' } } };
    expect(bodyOf(open, as('application/json', Buffer.from('"caf\xe9"', 'latin1')))).toEqual(['body parse']);
    expect(bodyOf(open, as('application/json', '"a\ufffdb"'))).toBe('a\ufffdb');
    expect(bodyOf(open, as('application/json; charset=latin1', Buffer.from('"caf\xe9"', 'latin1')))).toBe('café');
  });

  it('does not coerce JSON, and lists every violation', () => {
    const gate = gateOf({ 'application/json': { schema: { ...OBJECT, additionalProperties: false } } });
    expect(gate.admit(as('application/json', '{"qty":"1","note":2,"x":0}'))).toEqual({
      kind: 'invalid',
      violations: [
        {
          in: 'body',
          path: [],
          code: 'additionalProperties',
          message: 'must NOT have additional properties',
          received: 'x',
        },
        { in: 'body', path: ['qty'], code: 'type', message: 'must be integer', received: '1', allowed: 'integer' },
        { in: 'body', path: ['note'], code: 'type', message: 'must be string', received: 2, allowed: 'string' },
      ],
    });
  });

  it.each(['0', 'false', 'null', '""', '[]'])('takes %s for a body', (text) => {
    const gate = gateOf({ 'application/json': { schema: {} } }, { required: true });
    expect(gate.admit(as('application/json', text))).toMatchObject({
      kind: 'admitted',
      values: { body: JSON.parse(text) },
    });
  });

  it('asks for a required body, and for no other', () => {
    expect(verdictOf(gateOf(json, { required: true }).admit(as('application/json', '')))).toEqual(['body required']);
    expect(gateOf(json).admit(as('application/json', ''))).toMatchObject({
      kind: 'admitted',
      values: { body: undefined },
    });
  });

  it('names the place where JSON breaks', () => {
    expect(gateOf(json).admit(as('application/json', '{\n  "qty": 1,\n}'))).toEqual({
      kind: 'invalid',
      violations: [
        {
          in: 'body',
          path: [],
          code: 'parse',
          message: 'must be JSON, but has an unexpected "}" at line 3, column 1',
          received: '{\n  "qty": 1,\n}',
        },
      ],
    });
  });

  it.each([
    ['a schema that follows it down', { $ref: '#/components/schemas/List' }],
    ['a schema that says nothing of it', {}],
  ])('refuses JSON that is nested too deep under %s', (_, schema) => {
    const document = { components: { schemas: { List: { type: 'array', items: schema } } } };
    const gate = gateFor({ requestBody: { content: { 'application/json': { schema } } } }, document);
    const nested = (depth: number) => as('application/json', `${'['.repeat(depth)}${']'.repeat(depth)}`);
    expect(verdictOf(gate.admit(nested(500)))).toBe('admitted');
    for (const depth of [501, 5000, 100_000]) expect(verdictOf(gate.admit(nested(depth)))).toEqual(['body parse']);
  });

  it('does not take brackets in strings for nesting', () => {
    const value = ['[{'.repeat(2000), '"'.repeat(600), '\\'.repeat(601)];
    const gate = gateOf({ 'application/json': { schema: {} } });
    expect(gate.admit(as('application/json', JSON.stringify(value)))).toMatchObject({ values: { body: value } });
  });

  it('names a hundred violations at most', () => {
    const gate = gateOf({ 'application/json': { schema: { type: 'array', items: { type: 'integer' } } } });
    const admitted = gate.admit(as('application/json', JSON.stringify(Array(5000).fill('x'))));
    expect(admitted.kind === 'invalid' && admitted.violations.length).toBe(100);
  });

  it('knows that what is read only need not be sent', () => {
    const schema = {
      type: 'object',
      required: ['id', 'name'],
      properties: { id: { type: 'string', readOnly: true }, name: { type: 'string' } },
    };
    expect(bodyOf({ 'application/json': { schema } }, as('application/json', '{"name":"x"}'))).toEqual({ name: 'x' });
  });

  it('refuses media types that are not declared, and names those that are', () => {
    const gate = gateOf({ 'application/json': {}, 'image/*': {} });
    for (const sent of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense']) {
      expect(gate.admit(as(sent, 'a=1'))).toEqual({
        kind: 'media-type',
        received: sent,
        allowed: ['application/json', 'image/*'],
      });
    }
    expect(gate.admit(as('image/png', 'x')).kind).toBe('admitted');
    expect(gate.admit(as('text/plain', '')).kind).toBe('admitted');
  });

  it('refuses a body that nobody asked for, with and without a length', () => {
    const refusal = { kind: 'media-type', received: 'text/plain', allowed: [] };
    expect(gateFor({}).admit(as('text/plain', 'x'))).toEqual(refusal);
    expect(
      gateFor({}).admit({ headers: { 'content-type': 'text/plain', 'transfer-encoding': 'chunked' }, body: 'x' }),
    ).toEqual(refusal);
    expect(gateFor({}).admit(as(undefined, 'x')).kind).toBe('media-type');
    expect(gateFor({}).admit(as('text/plain', '')).kind).toBe('admitted');
  });

  it('judges by the schema of the media type that was sent', () => {
    const gate = gateOf({
      'application/json': { schema: OBJECT },
      'application/x-www-form-urlencoded': { schema: { type: 'object', required: ['other'] } },
    });
    expect(verdictOf(gate.admit(as('application/json', '{"qty":1}')))).toBe('admitted');
    expect(verdictOf(gate.admit(as('application/x-www-form-urlencoded', 'qty=1')))).toEqual(['body required']);
  });

  it.each([
    ['text/plain', { type: 'string', minLength: 3 }, 'abc', 'abc'],
    ['text/plain', { type: 'string', minLength: 3 }, 'ab', ['body minLength']],
    ['text/plain', { type: 'integer' }, '5', 5],
    ['text/plain', { type: 'object' }, '5', ['body type']],
    ['text/plain; charset=latin1', { type: 'string' }, Buffer.from([0xe9]), 'é'],
    ['text/plain; charset=what', { type: 'string' }, 'é', 'é'],
    ['application/xml', OBJECT, '<order/>', '<order/>'],
    ['application/xml', { type: 'string', maxLength: 3 }, '<order/>', ['body maxLength']],
    ['application/octet-stream', { type: 'string', format: 'binary' }, Buffer.from([0, 255]), Buffer.from([0, 255])],
  ])('reads %s under %j', (contentType, schema, body, expected) => {
    const [essence = ''] = contentType.split(';');
    expect(bodyOf({ [essence]: { schema } }, as(contentType, body))).toEqual(expected);
  });

  it('guesses only where neither the request nor the document names a media type', () => {
    expect(bodyOf({ '*/*': { schema: OBJECT } }, as(undefined, '{"qty":1}'))).toEqual({ qty: 1 });
    expect(bodyOf({ '*/*': { schema: OBJECT } }, as(undefined, 'qty'))).toEqual(['body type']);
    expect(bodyOf({ '*/*': { schema: { type: 'string' } } }, as(undefined, '{"qty":1}'))).toBe('{"qty":1}');
  });

  it('is not filled up by a client that spells its media type anew each time', () => {
    const gate = gateOf(json);
    const outcomes = Array.from(
      { length: 200 },
      (_, index) => gate.admit(as(`application/json; n=${index}`, '{"qty":1}')).kind,
    );
    expect(new Set(outcomes)).toEqual(new Set(['admitted']));
  });
});

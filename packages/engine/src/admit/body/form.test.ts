import { describe, expect, it } from '@jest/globals';
import { gateFor, verdictOf } from '../admission-fixture.ts';

const FORM = 'application/x-www-form-urlencoded';
const INTS = { type: 'array', items: { type: 'integer' } };
const POINT = { type: 'object', properties: { x: { type: 'integer' }, tags: INTS } };

function post(media: object, body: string): unknown {
  const admitted = gateFor({ requestBody: { content: { [FORM]: media } } }).admit({
    headers: { 'content-type': FORM },
    body,
  });
  return admitted.kind === 'admitted' ? admitted.values.body : verdictOf(admitted);
}

const properties = (schema: object, encoding?: object) => ({
  schema: { type: 'object', properties: { p: schema } },
  ...(encoding && { encoding: { p: encoding } }),
});

function multipart(media: object, ...parts: readonly (readonly [headers: string, content: string])[]): unknown {
  const text = parts
    .map(([headers, content]) => `--B\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${content}\r\n`)
    .join('');
  const headers = { 'content-type': 'multipart/form-data; boundary=B' };
  const admitted = gateFor({ requestBody: { content: { 'multipart/form-data': media } } }).admit({
    headers,
    body: `${text}--B--\r\n`,
  });
  return admitted.kind === 'admitted' ? admitted.values.body : verdictOf(admitted);
}

describe('urlencoded forms', () => {
  it.each([
    [properties({ type: 'integer' }), 'p=5', { p: 5 }],
    [properties({ type: 'string' }), 'p=a+b%2Bc&q=1', { p: 'a b+c', q: '1' }],
    [properties(INTS), 'p=1&p=2', { p: [1, 2] }],
    [properties(INTS), 'p=1', { p: [1] }],
    [properties(INTS), 'p[]=1&p[]=2', { p: [1, 2] }],
    [properties(INTS), 'p[0]=1&p[1]=2', { p: [1, 2] }],
    [properties(INTS, { style: 'form', explode: false }), 'p=1,2', { p: [1, 2] }],
    [properties(INTS, { style: 'form', explode: false }), 'p=1%2C2', { p: [1, 2] }],
    [properties(INTS, { style: 'pipeDelimited', explode: false }), 'p=1%7C2', { p: [1, 2] }],
    [properties(INTS, { style: 'spaceDelimited', explode: false }), 'p=1+2', { p: [1, 2] }],
    [properties(POINT, { style: 'deepObject', explode: true }), 'p[x]=1&p[tags][]=2', { p: { x: 1, tags: [2] } }],
    [properties(POINT), 'p[x]=1', { p: { x: 1 } }],
    [properties(POINT), 'p=%7B%22x%22%3A1%7D', { p: { x: 1 } }],
    [properties({ type: 'array', items: POINT }), 'p[0][x]=1&p[1][x]=2', { p: [{ x: 1 }, { x: 2 }] }],
    [properties({ type: 'array', items: POINT }), 'p=[{"x":1}]', { p: [{ x: 1 }] }],
    [properties({ type: 'array', items: POINT }), 'p={"x":1}&p={"x":2}', { p: [{ x: 1 }, { x: 2 }] }],
    [properties({ anyOf: [{ type: 'string', enum: [''] }, POINT] }), 'p=', { p: '' }],
    [properties({ anyOf: [{ type: 'string', enum: [''] }, POINT] }), 'p[x]=1', { p: { x: 1 } }],
    [{ schema: { type: 'object', additionalProperties: { type: 'string' } } }, 'metadata[a]=b', ['body.metadata type']],
    [{ schema: { type: 'object', additionalProperties: POINT } }, 'q[x]=1', { q: { x: 1 } }],
    [{ schema: {} }, 'a=1&a=2&b[c]=3', { a: ['1', '2'], b: { c: '3' } }],
    [{ schema: {} }, '__proto__[x]=1', JSON.parse('{"__proto__":{"x":"1"}}')],
  ])('reads %j from %s', (media, body, expected) => {
    expect(post(media, body)).toEqual(expected);
  });

  it.each([
    [properties({ type: 'integer' }), 'p=x', ['body.p type']],
    [properties({ type: 'string' }), 'p=%zz', ['body.p parse']],
    [properties(POINT), 'p=x', ['body.p type']],
    [properties(POINT), 'p={x', ['body.p parse']],
    [{ schema: { type: 'object', required: ['p'] } }, 'q=1', ['body required']],
    [{ schema: { type: 'object', additionalProperties: false } }, 'q=1', ['body additionalProperties']],
    [{ schema: {} }, `a${'[b]'.repeat(50)}=1`, ['body parse']],
    [{ schema: {} }, 'a=1&'.repeat(20_000), ['body parse']],
  ])('refuses %j from %s', (media, body, expected) => {
    expect(post(media, body)).toEqual(expected);
  });

  it('takes an asterisk as the usual encoders leave it', () => {
    expect(
      post(properties({ type: 'string' }, { contentType: 'text/plain', style: 'form', explode: true }), 'p=a*b'),
    ).toEqual({
      p: 'a*b',
    });
  });

  it('asks for no percent-encoding in multipart', () => {
    const media = properties({ type: 'string' }, { contentType: 'text/plain', style: 'form', explode: true });
    expect(multipart(media, ['name="p"', 'a/b?c=[d]'])).toEqual({ p: 'a/b?c=[d]' });
  });

  it('asks for reserved characters to be encoded where the encoding is described, unless they are allowed', () => {
    const media = (more: object) => properties({ type: 'string' }, { style: 'form', ...more });
    expect(post(media({}), 'p=a/b')).toEqual(['body.p reserved']);
    expect(post(media({}), 'p=a%2Fb+c')).toEqual({ p: 'a/b c' });
    expect(post(media({ allowReserved: true }), "p=:/?#[]@!$'()*+,;")).toEqual({ p: ":/?#[]@!$'()* ,;" });
    expect(post(properties({ type: 'string' }), 'p=a/b')).toEqual({ p: 'a/b' });
  });

  it('reads the form parameters of OpenAPI 2', () => {
    const parameters = [
      { in: 'formData', name: 'ids', type: 'array', items: { type: 'integer' }, collectionFormat: 'csv' },
      { in: 'formData', name: 'name', type: 'string', required: true },
    ];
    const gate = gateFor({ parameters, consumes: [FORM] }, { swagger: '2.0' });
    const admit = (body: string) => gate.admit({ headers: { 'content-type': FORM }, body });
    expect(admit('ids=1%2C2&name=x')).toMatchObject({ values: { body: { ids: [1, 2], name: 'x' } } });
    expect(verdictOf(admit('ids=1'))).toEqual(['body required']);
    expect(verdictOf(admit('name=x'))).toBe('admitted');
  });
});

describe('multipart forms', () => {
  const schema = {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'integer' }, file: { type: 'string', format: 'binary' }, meta: POINT, tags: INTS },
  };

  it('makes an object of the parts: text, files by name, JSON', () => {
    const body = multipart(
      { schema },
      ['name="id"', '7'],
      ['name="file"; filename="a.bin"\r\nContent-Type: application/octet-stream', '\u0000'],
      ['name="meta"\r\nContent-Type: application/json', '{"x":1}'],
      ['name="tags"', '1'],
    );
    expect(body).toEqual({ id: 7, file: 'a.bin', meta: { x: 1 }, tags: [1] });
  });

  it('takes JSON without a label where an object is wanted', () => {
    expect(multipart({ schema }, ['name="id"', '7'], ['name="meta"', '{"x":1}'])).toEqual({ id: 7, meta: { x: 1 } });
  });

  it.each([
    [[['name="id"', 'x']], ['body.id type']],
    [[['name="tags"', '1']], ['body required']],
    [
      [
        ['name="id"', '1'],
        ['name="meta"\r\nContent-Type: application/json', '{x'],
      ],
      ['body.meta parse'],
    ],
    [
      [
        ['name="id"', '1'],
        ['name="meta"\r\nContent-Type: application/json', '{"x":"1.5"}'],
      ],
      ['body.meta.x type'],
    ],
  ] as const)('refuses %j', (parts, expected) => {
    expect(multipart({ schema }, ...parts)).toEqual(expected);
  });

  it('keeps the bytes of files beside the body', () => {
    const body = Buffer.concat([
      Buffer.from('--B\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n'),
      Buffer.from([0, 255]),
      Buffer.from('\r\n--B--'),
    ]);
    const gate = gateFor({ requestBody: { content: { 'multipart/form-data': { schema: { type: 'object' } } } } });
    const admitted = gate.admit({ headers: { 'content-type': 'multipart/form-data; boundary=B' }, body });
    expect(admitted).toMatchObject({
      values: { body: { f: 'x' }, parts: [{ name: 'f', filename: 'x', bytes: Buffer.from([0, 255]) }] },
    });
  });

  it('asks for a boundary, and for parts', () => {
    const gate = gateFor({ requestBody: { content: { 'multipart/form-data': { schema } } } });
    expect(gate.admit({ headers: { 'content-type': 'multipart/form-data' }, body: 'x' })).toMatchObject({
      kind: 'media-type',
      received: 'multipart/form-data',
    });
    expect(
      verdictOf(gate.admit({ headers: { 'content-type': 'multipart/form-data; boundary=B' }, body: 'x' })),
    ).toEqual(['body parse']);
  });
});

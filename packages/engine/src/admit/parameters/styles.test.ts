import { describe, expect, it } from '@jest/globals';
import { gateFor, type Sent, verdictOf } from '../admission-fixture.ts';

/** style × explode × type, as the table of OpenAPI's "Style Examples" has them, and what practice adds. */
const INT = { type: 'integer' };
const INTS = { type: 'array', items: INT };
const WORDS = { type: 'array', items: { type: 'string' } };
const COLOR = { type: 'object', properties: { R: INT, G: INT, name: { type: 'string' } }, additionalProperties: false };
const FREE = { type: 'object', additionalProperties: INT };
const EITHER = { oneOf: [{ type: 'string' }, WORDS] };

type Place = 'path' | 'query' | 'header' | 'cookie';
type Row = readonly [
  place: Place,
  style: string,
  explode: boolean | undefined,
  schema: object,
  sent: string,
  value: unknown,
];

function sentAt(place: Place, text: string): Sent {
  if (place === 'path') return { params: { color: text } };
  if (place === 'query') return { target: `/things?${text}` };
  return { headers: place === 'header' ? { color: text } : { cookie: text } };
}

function read(place: Place, parameter: object, text: string): unknown {
  const declared = { name: 'color', in: place, ...(place === 'path' && { required: true }), ...parameter };
  const admitted = gateFor(
    { parameters: [declared] },
    {},
    { path: place === 'path' ? '/things/{color}' : '/things' },
  ).admit(sentAt(place, text));
  return admitted.kind === 'admitted' ? admitted.values[place].color : verdictOf(admitted);
}

const rows: readonly Row[] = [
  ['path', 'simple', false, { type: 'string' }, 'blue', 'blue'],
  ['path', 'simple', false, { type: 'string' }, 'a%2Fb%2C%20c', 'a/b, c'],
  ['path', 'simple', false, { type: 'string' }, 'a+b', 'a+b'],
  ['path', 'simple', false, INT, '12', 12],
  ['path', 'simple', undefined, INTS, '1,2', [1, 2]],
  ['path', 'simple', true, INTS, '1,2', [1, 2]],
  ['path', 'simple', false, INTS, '1%2C2', [1, 2]],
  ['path', 'simple', false, WORDS, 'a%2Cb,c', ['a,b', 'c']],
  ['path', 'simple', false, COLOR, 'R,100,G,200', { R: 100, G: 200 }],
  ['path', 'simple', true, COLOR, 'R=100,G=200', { R: 100, G: 200 }],
  ['path', 'simple', true, COLOR, 'name=a%3Db,R=1', { name: 'a=b', R: 1 }],
  ['path', 'simple', false, EITHER, 'a', 'a'],
  ['path', 'simple', false, { anyOf: [INT, INTS] }, '1,2', [1, 2]],
  ['path', 'label', false, INT, '.5', 5],
  ['path', 'label', false, INTS, '.1,2', [1, 2]],
  ['path', 'label', false, INTS, '.1.2', [1, 2]],
  ['path', 'label', true, INTS, '.1.2', [1, 2]],
  ['path', 'label', false, COLOR, '.R,100,G,200', { R: 100, G: 200 }],
  ['path', 'label', false, COLOR, '.R.100.G.200', { R: 100, G: 200 }],
  ['path', 'label', true, COLOR, '.R=100.G=200', { R: 100, G: 200 }],
  ['path', 'label', true, COLOR, '.name=a.b.R=1', { name: 'a.b', R: 1 }],
  ['path', 'label', true, EITHER, '.a', 'a'],
  ['path', 'matrix', false, INT, ';color=5', 5],
  ['path', 'matrix', false, { type: 'string' }, ';color', ''],
  ['path', 'matrix', false, INTS, ';color=1,2', [1, 2]],
  ['path', 'matrix', true, INTS, ';color=1;color=2', [1, 2]],
  ['path', 'matrix', false, COLOR, ';color=R,100,G,200', { R: 100, G: 200 }],
  ['path', 'matrix', true, COLOR, ';R=100;G=200', { R: 100, G: 200 }],
  ['query', 'form', undefined, INT, 'color=5', 5],
  ['query', 'form', undefined, { type: 'string' }, 'color=a+b%2B', 'a b+'],
  ['query', 'form', undefined, { type: 'boolean' }, 'color=false', false],
  ['query', 'form', undefined, { type: ['integer', 'null'] }, 'color=', null],
  ['query', 'form', undefined, INTS, 'color=1&color=2', [1, 2]],
  ['query', 'form', undefined, INTS, 'color=1', [1]],
  ['query', 'form', undefined, INTS, 'color[]=1&color[]=2', [1, 2]],
  ['query', 'form', undefined, INTS, 'color%5B%5D=1', [1]],
  ['query', 'form', undefined, WORDS, 'color=a,b', ['a,b']],
  ['query', 'form', false, INTS, 'color=1,2', [1, 2]],
  ['query', 'form', false, INTS, 'color=1%2C2', [1, 2]],
  ['query', 'form', false, INTS, 'color=1&color=2', [1, 2]],
  ['query', 'form', false, INTS, 'color=', []],
  ['query', 'form', false, WORDS, 'color=a%2Cb,c', ['a,b', 'c']],
  ['query', 'form', true, COLOR, 'R=100&G=200&x=1', { R: 100, G: 200 }],
  ['query', 'form', true, FREE, 'a=1&b=2', { a: 1, b: 2 }],
  ['query', 'form', true, { type: 'object', properties: { tags: WORDS } }, 'tags=a', { tags: ['a'] }],
  ['query', 'form', false, COLOR, 'color=R,100,G,200', { R: 100, G: 200 }],
  ['query', 'form', true, EITHER, 'color=a', 'a'],
  ['query', 'form', true, EITHER, 'color=a&color=b', ['a', 'b']],
  ['query', 'form', false, { anyOf: [INT, INTS] }, 'color=1,2', [1, 2]],
  ['query', 'form', undefined, {}, 'color=1&color=2', ['1', '2']],
  ['query', 'spaceDelimited', false, INTS, 'color=1%202%203', [1, 2, 3]],
  ['query', 'spaceDelimited', false, INTS, 'color=1+2', [1, 2]],
  ['query', 'spaceDelimited', true, INTS, 'color=1&color=2', [1, 2]],
  ['query', 'spaceDelimited', false, COLOR, 'color=R%20100%20G%20200', { R: 100, G: 200 }],
  ['query', 'pipeDelimited', false, INTS, 'color=1|2', [1, 2]],
  ['query', 'pipeDelimited', false, INTS, 'color=1%7C2', [1, 2]],
  ['query', 'pipeDelimited', false, COLOR, 'color=R%7C1%7CG%7C2', { R: 1, G: 2 }],
  ['query', 'deepObject', true, COLOR, 'color[R]=100&color[G]=200', { R: 100, G: 200 }],
  ['query', 'deepObject', true, COLOR, 'color%5BR%5D=100', { R: 100 }],
  ['query', 'deepObject', undefined, FREE, 'color[a]=1&colors[b]=2', { a: 1 }],
  [
    'query',
    'deepObject',
    true,
    { type: 'object', properties: { tags: INTS } },
    'color[tags][]=1&color[tags][]=2',
    { tags: [1, 2] },
  ],
  [
    'query',
    'deepObject',
    true,
    { type: 'object', properties: { tags: INTS } },
    'color[tags]=1&color[tags]=2',
    { tags: [1, 2] },
  ],
  [
    'query',
    'deepObject',
    true,
    { type: 'object', properties: { tags: INTS } },
    'color[tags][10]=3&color[tags][2]=2',
    { tags: [2, 3] },
  ],
  ['query', 'deepObject', true, { type: 'object', properties: { in: COLOR } }, 'color[in][R]=1', { in: { R: 1 } }],
  ['query', 'deepObject', true, { type: 'array', items: COLOR }, 'color[0][R]=1&color[1][R]=2', [{ R: 1 }, { R: 2 }]],
  ['query', 'deepObject', true, INTS, 'color[]=1&color[]=2', [1, 2]],
  ['query', 'deepObject', true, INTS, 'color=1', [1]],
  [
    'query',
    'deepObject',
    true,
    { anyOf: [{ type: 'object', properties: { gt: INT } }, INT] },
    'color[gt]=1',
    { gt: 1 },
  ],
  ['query', 'deepObject', true, { anyOf: [{ type: 'object', properties: { gt: INT } }, INT] }, 'color=1', 1],
  [
    'query',
    'deepObject',
    true,
    { type: 'object' },
    'color[__proto__]=x&color[a]=y',
    JSON.parse('{"__proto__":"x","a":"y"}'),
  ],
  ['header', 'simple', false, INT, '5', 5],
  ['header', 'simple', false, { type: 'string' }, 'a%20b', 'a%20b'],
  ['header', 'simple', false, INTS, '1, 2,3', [1, 2, 3]],
  ['header', 'simple', false, COLOR, 'R, 100, G, 200', { R: 100, G: 200 }],
  ['header', 'simple', true, COLOR, 'R=100, G=200', { R: 100, G: 200 }],
  ['cookie', 'form', undefined, INT, 'x=1; color=5', 5],
  ['cookie', 'form', undefined, { type: 'string' }, 'color=a%20b+c', 'a b+c'],
  ['cookie', 'form', false, INTS, 'color=1,2', [1, 2]],
  ['cookie', 'form', true, INTS, 'color=1; color=2', [1, 2]],
  ['cookie', 'form', true, COLOR, 'R=1; G=2', { R: 1, G: 2 }],
];

const refused: readonly Row[] = [
  ['path', 'simple', false, INT, 'blue', ['path.color type']],
  ['path', 'simple', false, { type: 'string' }, '%zz', ['path.color parse']],
  ['path', 'simple', false, INTS, '1,x', ['path.color.1 type']],
  ['path', 'simple', false, COLOR, 'R,100,G', ['path.color parse']],
  ['path', 'simple', true, COLOR, 'R', ['path.color parse']],
  ['path', 'label', false, INT, '5', ['path.color parse']],
  ['path', 'label', true, INTS, '.1.x', ['path.color.1 type']],
  ['path', 'matrix', false, INT, ';size=5', ['path.color parse']],
  ['path', 'matrix', true, INTS, ';color=1;size=2', ['path.color parse']],
  ['query', 'form', true, INT, 'color=x', ['query.color type']],
  ['query', 'form', true, INT, 'color=', ['query.color type']],
  ['query', 'form', true, INT, 'color=1&color=2', ['query.color type']],
  ['query', 'form', true, { type: 'string' }, 'color=1&color=2', ['query.color type']],
  ['query', 'form', true, { type: 'string' }, 'color=%c3', ['query.color parse']],
  ['query', 'form', true, INTS, 'color=1,2', ['query.color.0 type']],
  ['query', 'form', true, COLOR, 'R=x', ['query.color.R type']],
  ['query', 'form', false, COLOR, 'color=R,x,G,y', ['query.color.R type', 'query.color.G type']],
  ['query', 'form', true, { type: 'string', enum: ['a'] }, 'color=b', ['query.color enum']],
  ['query', 'spaceDelimited', false, INTS, 'color=1,2', ['query.color.0 type']],
  ['query', 'deepObject', true, COLOR, 'color=1', ['query.color type']],
  ['query', 'deepObject', true, COLOR, 'color[X]=1', ['query.color additionalProperties']],
  ['query', 'deepObject', true, { type: 'object' }, `color${'[a]'.repeat(40)}=1`, ['query.color parse']],
  ['header', 'simple', false, INT, 'old', ['header.color type']],
  ['cookie', 'form', true, INT, 'color=x', ['cookie.color type']],
];

describe('parameter styles', () => {
  it.each(rows)('reads %s %s, explode %s, %j from %s', (place, style, explode, schema, sent, value) => {
    expect(read(place, { style, explode, schema }, sent)).toEqual(value);
  });

  it.each(refused)('refuses %s %s, explode %s, %j from %s', (place, style, explode, schema, sent, violations) => {
    expect(read(place, { style, explode, schema }, sent)).toEqual(violations);
  });

  it.each([
    ['csv', 'color=1,2', [1, 2]],
    ['csv', 'color=1%2C2', [1, 2]],
    [undefined, 'color=1,2', [1, 2]],
    ['ssv', 'color=1%202', [1, 2]],
    ['tsv', 'color=1%092', [1, 2]],
    ['pipes', 'color=1|2', [1, 2]],
    ['multi', 'color=1&color=2', [1, 2]],
  ])('reads the collectionFormat %s of OpenAPI 2 from %s', (collectionFormat, sent, value) => {
    const parameter = { in: 'query', name: 'color', type: 'array', items: INT, collectionFormat };
    const gate = gateFor({ parameters: [parameter] }, { swagger: '2.0' });
    expect(gate.admit({ target: `/things?${sent}` })).toMatchObject({
      kind: 'admitted',
      values: { query: { color: value } },
    });
  });

  it.each([
    ['query', 'color=%7B%22R%22%3A1%7D', { R: 1 }],
    ['query', 'color={"R":1}', { R: 1 }],
    ['path', '%7B%22R%22%3A1%7D', { R: 1 }],
    ['header', '{"R": 1}', { R: 1 }],
    ['query', 'color={"R":"1"}', ['query.color.R type']],
    ['query', 'color={R}', ['query.color parse']],
  ] as const)('reads JSON content in %s from %s', (place, sent, value) => {
    expect(read(place, { content: { 'application/json': { schema: COLOR } } }, sent)).toEqual(value);
  });

  it.each([
    ['label', false, INTS, '.1,2'],
    ['label', true, INTS, '.1.2'],
    ['label', false, INT, '.1'],
    ['label', true, COLOR, '.a=1.b=2'],
    ['matrix', false, INTS, ';color=1,2'],
    ['matrix', true, INTS, ';color=1;color=2'],
    ['matrix', true, COLOR, ';a=1;b=2'],
  ] as const)('shows the form of %s with explode %s where it is missing', (style, explode, schema, form) => {
    const declared = { name: 'color', in: 'path', required: true, style, explode, schema };
    const gate = gateFor({ parameters: [declared] }, {}, { path: '/things/{color}' });
    expect(gate.admit(sentAt('path', '1,2'))).toMatchObject({
      violations: [{ code: 'parse', message: `must be percent-encoded UTF-8 in style ${style}, such as ${form}` }],
    });
  });

  it('takes content of any other media type as text', () => {
    expect(read('query', { content: { 'text/plain': { schema: { type: 'string' } } } }, 'color=a%20b')).toBe('a b');
  });
});

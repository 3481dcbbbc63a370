import { type HandMade, openapi } from './hand-made.ts';

/** Parameters in every place and style. */
const LIST = { type: 'array', items: { type: 'integer' } };
const OBJECT = { type: 'object', properties: { r: { type: 'integer' }, g: { type: 'integer' } } };

const ok = {
  200: { description: 'ok', content: { 'application/json': { schema: { type: 'object' }, example: { ok: true } } } },
};

const get = (...parameters: object[]) => ({ get: { parameters, responses: ok } });
const inPath = (schema: object, more = {}) => get({ name: 'v', in: 'path', required: true, schema, ...more });
const inQuery = (schema: object, more = {}) => get({ name: 'v', in: 'query', schema, ...more });
const inHeader = (schema: object, more = {}) => get({ name: 'X-V', in: 'header', schema, ...more });

const PATHS = `
  /simple/1 /simple/1,2 /simple/a /simple/1,a /integer/5 /integer/12 /integer/x /integer/1.5 /integer/-3 /uuid/x /uuid/3f2b8c1e-9d4a-4c57-8a11-0d6d2f1b7c55
  /label/.1,2 /label/.a /label-exploded/.1.2 /matrix/;v=1,2 /matrix/;v=a /matrix-exploded/;v=1;v=2 /object/r,1,g,2 /object/r,x,g,2 /files/a.json /files/a /files/b%2Fc.json
  /query/integer /query/integer?v=1 /query/integer?v=0 /query/integer?v= /query/integer?v=x /query/integer?v=1&v=2 /query/integer?V=3 /query/boolean?v=true /query/boolean?v=1 /query/boolean?v=no
  /query/enum?v=a /query/enum?v=c /query/enum /query/pattern?v=ab /query/pattern?v=a /query/pattern?v=AB1 /query/date?v=2024-01-02T03:04:05Z /query/date?v=2024-01-02 /query/date?v=yesterday
  /query/list?v=1 /query/list?v=1&v=2 /query/list?v=a&v=2 /query/csv?v=1,2 /query/csv?v=1,b /query/spaces?v=1%202 /query/pipes?v=1|2 /query/pipes?v=1|b
  /query/deep?v[r]=1&v[g]=2 /query/deep?v[r]=x /query/deep /query/exploded?r=1&g=2 /query/exploded?r=x /query/either?v=4170803 /query/either?v=main
  /several /several?a=1 /several?a=x&b=y /several?a=1&b=2 /literal/me /literal/7 /literal/you /nowhere /literal /literal/7/ / /query/integer/
`;

export const parameters: HandMade = {
  name: 'parameters',
  document: openapi({
    '/simple/{v}': inPath(LIST),
    '/integer/{v}': inPath({ type: 'integer', maximum: 9 }),
    '/uuid/{v}': inPath({ type: 'string', format: 'uuid' }),
    '/label/{v}': inPath(LIST, { style: 'label' }),
    '/label-exploded/{v}': inPath(LIST, { style: 'label', explode: true }),
    '/matrix/{v}': inPath(LIST, { style: 'matrix' }),
    '/matrix-exploded/{v}': inPath(LIST, { style: 'matrix', explode: true }),
    '/object/{v}': inPath(OBJECT),
    '/files/{v}.json': inPath({ type: 'string' }),
    '/query/integer': inQuery({ type: 'integer', minimum: 1 }, { required: true }),
    '/query/boolean': inQuery({ type: 'boolean' }),
    '/query/enum': inQuery({ type: 'string', enum: ['a', 'b'] }),
    '/query/pattern': inQuery({ type: 'string', pattern: '^[a-z]+$', minLength: 2 }),
    '/query/date': inQuery({ type: 'string', format: 'date-time' }),
    '/query/list': inQuery(LIST),
    '/query/csv': inQuery(LIST, { explode: false }),
    '/query/spaces': inQuery(LIST, { style: 'spaceDelimited', explode: false }),
    '/query/pipes': inQuery(LIST, { style: 'pipeDelimited', explode: false }),
    '/query/deep': inQuery(OBJECT, { style: 'deepObject', explode: true }),
    '/query/exploded': inQuery(OBJECT),
    '/query/either': inQuery({ oneOf: [{ type: 'integer' }, { type: 'string' }] }),
    '/header/integer': inHeader({ type: 'integer' }, { required: true }),
    '/header/list': inHeader(LIST),
    '/several': get(
      { name: 'a', in: 'query', required: true, schema: { type: 'integer' } },
      { name: 'b', in: 'query', required: true, schema: { type: 'integer' } },
      { name: 'X-C', in: 'header', required: true, schema: { type: 'string' } },
    ),
    '/literal/me': get(),
    '/literal/{v}': inPath({ type: 'integer' }),
  }),
  requests: [
    ...PATHS.trim()
      .split(/\s+/)
      .map((path) => [`GET ${path}`] as const),
    ['GET /header/integer'],
    ['GET /header/integer', { 'x-v': '3' }],
    ['GET /header/integer', { 'x-v': 'three' }],
    ['GET /header/list', { 'x-v': '1,2' }],
    ['GET /header/list', { 'x-v': 'a' }],
    ['GET /several?a=1&b=2', { 'x-c': 'here' }],
    ['POST /literal/me'],
    ['DELETE /query/integer'],
    ['PUT /several'],
    ['PATCH /nowhere'],
    ['HEAD /literal/me'],
    ['OPTIONS /literal/me'],
  ],
};

import { type HandMade, openapi } from './hand-made.ts';

/** Request bodies: JSON with every usual keyword, forms, text, and media types that nobody listed. */
const PET = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'integer', readOnly: true },
    name: { type: 'string', minLength: 2, maxLength: 5 },
    kind: { type: 'string', enum: ['cat', 'dog'] },
    tags: { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
    owner: { $ref: '#/components/schemas/Owner' },
    note: { type: 'string', nullable: true },
    born: { type: 'string', format: 'date' },
    weight: { type: 'number', exclusiveMinimum: true, minimum: 0, multipleOf: 0.5 },
  },
};
const OWNER = {
  type: 'object',
  additionalProperties: false,
  required: ['email'],
  properties: {
    email: { type: 'string', format: 'email' },
    pets: { type: 'array', items: { $ref: '#/components/schemas/Owner' } },
  },
};
const CIRCLE = {
  oneOf: [
    { type: 'object', required: ['radius'], properties: { radius: { type: 'number' } } },
    { type: 'object', required: ['side'], properties: { side: { type: 'number' } } },
  ],
};
const FORM = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string' },
    age: { type: 'integer' },
    ids: { type: 'array', items: { type: 'integer' } },
  },
};

const created = {
  201: {
    description: 'made',
    content: { 'application/json': { schema: { type: 'object' }, example: { made: true } } },
  },
};
const post = (content: object, required = true, responses: object = created) => ({
  post: { requestBody: { required, content }, responses },
});
const json = (schema: object) => ({ 'application/json': { schema } });

const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const MULTIPART_TYPE = { 'content-type': 'multipart/form-data; boundary=xx' };
const part = (name: string, value: string) =>
  `--xx\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

export const bodies: HandMade = {
  name: 'bodies',
  document: openapi(
    {
      '/pets': post(json({ $ref: '#/components/schemas/Pet' })),
      '/optional': post(json(PET), false),
      '/shapes': post(json(CIRCLE)),
      '/both': post(
        json({
          allOf: [
            { $ref: '#/components/schemas/Owner' },
            { type: 'object', required: ['since'], properties: { since: { type: 'integer' } } },
          ],
        }),
      ),
      '/list': post(json({ type: 'array', items: { $ref: '#/components/schemas/Pet' }, maxItems: 2 })),
      '/map': post(json({ type: 'object', additionalProperties: { type: 'integer' }, maxProperties: 2 })),
      '/any': post(json({})),
      '/form': post({ 'application/x-www-form-urlencoded': { schema: FORM } }),
      '/upload': post({ 'multipart/form-data': { schema: FORM } }),
      '/text': post({ 'text/plain': { schema: { type: 'string', maxLength: 5 } } }),
      '/problem+json': post({ 'application/vnd.x+json': { schema: FORM } }),
      '/choice': post({ 'application/json': { schema: FORM }, 'application/x-www-form-urlencoded': { schema: FORM } }),
      '/own-refusal': post(json(FORM), true, {
        ...created,
        422: {
          description: 'no',
          content: {
            'application/json': {
              schema: { type: 'object', properties: { reason: { type: 'string' } } },
              example: { reason: 'theirs' },
            },
          },
        },
      }),
      '/own-400': post(json(FORM), true, {
        ...created,
        400: {
          description: 'no',
          content: { 'application/json': { schema: { type: 'object', properties: { reason: { type: 'string' } } } } },
        },
      }),
      '/refused': post(json({ type: 'object', properties: { size: { enum: ['s', 'm', 's'] } } })),
      '/no-body': { post: { responses: created } },
    },
    { schemas: { Pet: PET, Owner: OWNER } },
  ),
  requests: [
    ...[
      { name: 'Rex' },
      {},
      { name: 'R' },
      { name: 'Rexxxx' },
      { name: 1 },
      { name: 'Rex', kind: 'cat' },
      { name: 'Rex', kind: 'fish' },
      { name: 'Rex', tags: [] },
      { name: 'Rex', tags: ['a', 'a'] },
      { name: 'Rex', tags: [1] },
      { name: 'Rex', owner: {} },
      { name: 'Rex', owner: { email: 'nobody' } },
      { name: 'Rex', owner: { email: 'a@b.co', x: 1 } },
      { name: 'Rex', owner: { email: 'a@b.co', pets: [{ email: 'no' }] } },
      { name: 'Rex', note: null },
      { name: 'Rex', note: 3 },
      { name: 'Rex', born: '2024-02-30' },
      { name: 'Rex', weight: 0 },
      { name: 'Rex', weight: 0.7 },
      { name: null },
      [],
      'x',
      3,
      null,
      { id: 3, name: 'Rex' },
    ].map(
      (body) =>
        [
          'POST /pets',
          { 'content-type': 'application/json' },
          typeof body === 'string' ? JSON.stringify(body) : body,
        ] as const,
    ),
    ['POST /pets'],
    ['POST /pets', {}, '{"name":"Rex"}'],
    ['POST /pets', { 'content-type': 'application/json' }, '{'],
    ['POST /pets', { 'content-type': 'text/plain' }, 'Rex'],
    ['POST /pets', { 'content-type': 'application/json; charset=utf-8' }, '{"name":"Rex"}'],
    ['POST /pets', { 'content-type': 'application/problem+json' }, '{"name":"Rex"}'],
    ['POST /optional'],
    ['POST /optional', {}, {}],
    ['POST /shapes', {}, { radius: 1 }],
    ['POST /shapes', {}, { side: 'a' }],
    ['POST /shapes', {}, { radius: 1, side: 1 }],
    ['POST /both', {}, { email: 'a@b.co', since: 1 }],
    ['POST /both', {}, { email: 'a@b.co' }],
    ['POST /both', {}, {}],
    ['POST /list', {}, []],
    ['POST /list', {}, [{ name: 'Rex' }]],
    ['POST /list', {}, [{}, {}, {}]],
    ['POST /map', {}, { a: 1 }],
    ['POST /map', {}, { a: 'x' }],
    ['POST /map', {}, { a: 1, b: 2, c: 3 }],
    ['POST /any', {}, { a: 1 }],
    ['POST /any', {}, '0'],
    ['POST /form', FORM_TYPE, 'name=a&age=3'],
    ['POST /form', FORM_TYPE, 'age=3'],
    ['POST /form', FORM_TYPE, 'name=a&age=x'],
    ['POST /form', FORM_TYPE, 'name=a+b%20c'],
    ['POST /form', FORM_TYPE, 'name=a&ids=1&ids=2'],
    ['POST /form', {}, { name: 'a' }],
    ['POST /form'],
    ['POST /form', FORM_TYPE, 'name'],
    ['POST /upload', MULTIPART_TYPE, `${part('name', 'a')}${part('age', '3')}--xx--\r\n`],
    ['POST /upload', MULTIPART_TYPE, `${part('age', 'x')}--xx--\r\n`],
    ['POST /upload', { 'content-type': 'multipart/form-data' }, `${part('name', 'a')}--xx--\r\n`],
    ['POST /upload', FORM_TYPE, 'name=a'],
    ['POST /text', { 'content-type': 'text/plain' }, 'abc'],
    ['POST /text', { 'content-type': 'text/plain' }, 'abcdef'],
    ['POST /text', {}, {}],
    ['POST /problem+json', { 'content-type': 'application/vnd.x+json' }, '{"name":"a"}'],
    ['POST /problem+json', { 'content-type': 'application/vnd.x+json' }, '{"age":"a"}'],
    ['POST /choice', {}, { name: 'a' }],
    ['POST /choice', FORM_TYPE, 'name=a'],
    ['POST /choice', FORM_TYPE, 'age=x'],
    ['POST /choice', { 'content-type': 'text/xml' }, '<a/>'],
    ['POST /own-refusal', {}, {}],
    ['POST /own-refusal', {}, { name: 'a' }],
    ['POST /own-refusal', { 'content-type': 'text/plain' }, 'x'],
    ['POST /own-400', {}, { age: 'x' }],
    ['POST /own-400'],
    ['POST /refused', {}, { size: 's' }],
    ['POST /refused', {}, { size: 'x' }],
    ['POST /no-body'],
    ['POST /no-body', {}, { a: 1 }],
    ['GET /pets'],
  ],
};

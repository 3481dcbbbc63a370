import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { gateFor } from './admission-fixture.ts';

/** Whatever is sent, admission answers with a verdict: it never throws. */
const OBJECT = {
  type: 'object',
  properties: { a: { type: 'integer' }, b: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
};
const document = {
  components: { schemas: { Tree: { type: 'object', additionalProperties: { $ref: '#/components/schemas/Tree' } } } },
};
const schemas = [
  { type: 'string' },
  { type: 'integer' },
  { type: 'array', items: { type: 'number' } },
  OBJECT,
  {},
  { oneOf: [{ type: 'null' }, OBJECT] },
];
const styles = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};

const parameters = Object.entries(styles).flatMap(([place, names]) =>
  names.flatMap((style) =>
    schemas.flatMap((schema, index) =>
      [true, false].map((explode) => ({
        name: `${style}${index}${explode}`,
        in: place,
        required: place === 'path',
        style,
        explode,
        schema,
      })),
    ),
  ),
);
const nameOf = fc.constantFrom(...parameters.map(({ name }) => name), 'a', 'b', '__proto__');
const MEDIA = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
  'application/xml',
  '*/*',
];

const gate = gateFor(
  {
    parameters,
    requestBody: { content: Object.fromEntries(MEDIA.map((mediaType) => [mediaType, { schema: OBJECT }])) },
  },
  document,
  {
    path: `/things/${parameters
      .filter((parameter) => parameter.in === 'path')
      .map(({ name }) => `{${name}}`)
      .join('/')}`,
  },
);

const junk = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    '1',
    '%',
    '2',
    'C',
    '[',
    ']',
    '=',
    '&',
    ',',
    ';',
    '.',
    '|',
    '+',
    '"',
    '{',
    '}',
    '\u0000',
    'é',
    '\ud800',
  ),
});
const contentType = fc.oneof(
  fc.constantFrom(...MEDIA, 'multipart/form-data; boundary=a', 'application/json; charset=utf-16'),
  junk,
);

describe('admission', () => {
  it('never throws, whatever it is sent', () => {
    fc.assert(
      fc.property(
        fc.dictionary(nameOf, junk),
        fc.array(fc.tuple(nameOf, junk, junk)),
        junk,
        fc.oneof(junk, fc.json()),
        contentType,
        (params, query, cookie, body, type) => {
          const target = `/things?${query.map(([name, key, value]) => `${name}${key === '' ? '' : `[${key}]`}=${value}`).join('&')}`;
          gate.admit({ target, params, headers: { ...params, cookie, 'content-type': type }, body });
        },
      ),
      { numRuns: 500, seed: 20261122 },
    );
  });
});

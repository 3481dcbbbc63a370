import { describe, expect, it } from '@jest/globals';
import { impactOfTexts } from '../testing/impact-of-texts.ts';
import { type RuleId, severityOf } from './rules.table.ts';

/** A document around one operation, whose parts are JSON. */
function documentWith(operation: string, rest = ''): string {
  return `openapi: 3.1.0
info: { title: t, version: "1" }
paths:
  /things/{id}:
    get: ${operation}
${rest}`;
}

const answer = (schema: string) =>
  documentWith(`{ responses: { '200': { description: ok, content: { application/json: { schema: ${schema} } } } } }`);
const taken = (schema: string) =>
  documentWith(`{ requestBody: { content: { application/json: { schema: ${schema} } } }, responses: {} }`);
const parameters = (list: string) => documentWith(`{ parameters: [${list}], responses: {} }`);
const responses = (map: string) => documentWith(`{ responses: ${map} }`);
const schemes = `components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    same: { type: apiKey, in: header, name: X-Key }
    oauth: { type: oauth2, flows: {} }
`;
const security = (list: string) => documentWith(`{ security: ${list}, responses: {} }`, schemes);

async function found(old: string, current: string): Promise<string[]> {
  const { differences } = await impactOfTexts(old, current);
  return differences.map(({ rule }) => rule).toSorted();
}

type Row = readonly [what: string, old: string, current: string, rules: readonly RuleId[]];

const rows: readonly Row[] = [
  [
    'a new optional parameter',
    parameters(''),
    parameters('{ name: q, in: query, schema: {} }'),
    ['request-parameter-added'],
  ],
  [
    'a new required parameter',
    parameters(''),
    parameters('{ name: q, in: query, required: true, schema: {} }'),
    ['request-required-parameter-added'],
  ],
  ['a parameter less', parameters('{ name: q, in: query, schema: {} }'), parameters(''), ['request-parameter-removed']],
  [
    'a header in other letters',
    parameters('{ name: X-A, in: header, schema: {} }'),
    parameters('{ name: x-a, in: header, schema: {} }'),
    [],
  ],
  [
    'a list in another style',
    parameters('{ name: q, in: query, schema: { type: array } }'),
    parameters('{ name: q, in: query, explode: false, schema: { type: array } }'),
    ['request-parameter-style-changed'],
  ],
  [
    'a text in another style',
    parameters('{ name: q, in: query, schema: { type: string } }'),
    parameters('{ name: q, in: query, explode: false, schema: { type: string } }'),
    [],
  ],
  [
    'a success less',
    responses("{ '200': { description: a }, '404': { description: b } }"),
    responses("{ '404': { description: b } }"),
    ['response-success-status-removed'],
  ],
  [
    'a failure less',
    responses("{ '200': { description: a }, '404': { description: b } }"),
    responses("{ '200': { description: a } }"),
    ['response-status-removed'],
  ],
  [
    'a failure that became a range',
    responses("{ '404': { description: b } }"),
    responses("{ '4XX': { description: b } }"),
    ['response-status-added'],
  ],
  [
    'another media type',
    responses("{ '200': { description: a, content: { text/csv: {} } } }"),
    responses("{ '200': { description: a, content: { text/plain: {} } } }"),
    ['response-media-type-added', 'response-media-type-removed'],
  ],
  [
    'a header less',
    responses("{ '200': { description: a, headers: { X-A: { required: true, schema: {} } } } }"),
    responses("{ '200': { description: a } }"),
    ['response-required-header-removed'],
  ],
  ['another scope', security('[{ oauth: [a] }]'), security('[{ oauth: [a, b] }]'), ['security-scope-added']],
  ['a scope less', security('[{ oauth: [a, b] }]'), security('[{ oauth: [a] }]'), ['security-scope-removed']],
  [
    'another scheme',
    security('[{ key: [] }]'),
    security('[{ oauth: [] }]'),
    ['security-alternative-added', 'security-alternative-removed'],
  ],
  [
    'a further scheme',
    security('[{ key: [] }]'),
    security('[{ key: [] }, { oauth: [] }]'),
    ['security-alternative-added'],
  ],
  ['a scheme of another name', security('[{ key: [] }]'), security('[{ same: [] }]'), []],
  ['no credentials any more', security('[{ key: [] }]'), security('[]'), ['security-removed']],
  [
    'a further alternative in an answer',
    answer('{ oneOf: [{ type: string }, { type: integer }] }'),
    answer('{ oneOf: [{ type: integer }, { type: string }, { type: boolean }] }'),
    ['response-variant-added'],
  ],
  [
    'an alternative less to send',
    taken('{ oneOf: [{ type: string }, { type: integer }] }'),
    taken('{ oneOf: [{ type: integer }] }'),
    ['request-variant-removed'],
  ],
  [
    'alternatives where there were none',
    answer('{ type: string }'),
    answer('{ anyOf: [{ type: string }, { type: integer }] }'),
    ['response-variant-added'],
  ],
  [
    'null as an alternative',
    answer('{ type: string }'),
    answer('{ anyOf: [{ type: string }, { type: "null" }] }'),
    ['response-became-nullable'],
  ],
  [
    'null as a type',
    answer('{ anyOf: [{ type: string }, { type: "null" }] }'),
    answer('{ type: [string, "null"] }'),
    [],
  ],
  [
    'allOf for what was plain',
    answer('{ type: object, properties: { a: { type: string }, b: {} } }'),
    answer('{ allOf: [{ type: object, properties: { a: { type: string } } }, { properties: { b: {} } }] }'),
    [],
  ],
  [
    'a field less in a part of allOf',
    answer('{ allOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }'),
    answer('{ allOf: [{ properties: { a: {} } }, { type: object }] }'),
    ['response-property-removed'],
  ],
  [
    'no other fields to send',
    taken('{ type: object, properties: { a: {} } }'),
    taken('{ type: object, properties: { a: {} }, additionalProperties: false }'),
    ['request-additional-properties-forbidden'],
  ],
  [
    'a field less where others are refused',
    taken('{ allOf: [{ properties: { a: {}, b: {} } }], unevaluatedProperties: false }'),
    taken('{ allOf: [{ properties: { a: {} } }], unevaluatedProperties: false }'),
    ['request-property-forbidden'],
  ],
  [
    'values of a map',
    answer('{ type: object, additionalProperties: { type: string } }'),
    answer('{ type: object, additionalProperties: { type: integer } }'),
    ['response-type-changed'],
  ],
  [
    'a longer integer in an answer',
    answer('{ type: integer, format: int32 }'),
    answer('{ type: integer, format: int64 }'),
    ['response-format-widened'],
  ],
  [
    'another format',
    taken('{ type: string, format: date }'),
    taken('{ type: string, format: date-time }'),
    ['request-format-changed'],
  ],
  ['a const for an enum of one', answer('{ enum: [a] }'), answer('{ const: a }'), []],
  [
    'a field that only answers have',
    taken('{ properties: { a: {} } }'),
    taken('{ properties: { a: {}, b: { readOnly: true } }, required: [b] }'),
    [],
  ],
  [
    'a required field with a default',
    taken('{ properties: { a: {} } }'),
    taken('{ properties: { a: {}, b: { default: 1 } }, required: [b] }'),
    ['request-required-property-added-with-default'],
  ],
  ['a pattern to meet', taken('{ type: string }'), taken('{ type: string, pattern: a }'), ['request-pattern-stated']],
  ['a lowest length of nothing', taken('{ type: string }'), taken('{ type: string, minLength: 0 }'), []],
  [
    'another name in the path',
    documentWith('{ responses: {} }'),
    documentWith('{ responses: {} }').replace('{id}', '{thingId}'),
    [],
  ],
];

describe('compareDocuments', () => {
  it.each(rows)('tells of %s', async (_, old, current, expected) => {
    expect(await found(old, current)).toEqual(expected);
  });

  it('reads OpenAPI 2 as what it means', async () => {
    const old = `swagger: "2.0"
info: { title: t, version: "1" }
basePath: /v1
paths:
  /things:
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters: [{ name: a, in: formData, type: string }, { name: b, in: formData, type: string, required: true }]
      responses: { '200': { description: ok, schema: { type: object, properties: { id: { type: string } } } } }
`;
    expect(await found(old, old)).toEqual([]);
    expect(await found(old, old.replace('{ name: a, in: formData, type: string }, ', ''))).toEqual([
      'request-property-removed',
    ]);
    expect(await found(old, old.replace('id: { type: string }', 'id: { type: integer }'))).toEqual([
      'response-type-changed',
    ]);
    expect(await found(old, old.replace('/v1', '/v2'))).toEqual(['server-base-path-added', 'server-base-path-removed']);
  });

  it('calls the opposite of a safe change in a request breaking, and the other way round', () => {
    const pairs: readonly (readonly [RuleId, RuleId])[] = [
      ['request-became-not-nullable', 'request-became-nullable'],
      ['request-enum-value-removed', 'request-enum-value-added'],
      ['request-range-narrowed', 'request-range-widened'],
      ['response-property-became-optional', 'response-property-became-required'],
      ['response-type-widened', 'response-type-narrowed'],
    ];
    expect(pairs.map((pair) => pair.map(severityOf))).toEqual(pairs.map(() => ['breaking', 'safe']));
  });
});

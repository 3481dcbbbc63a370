import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDescription } from './api-description.mjs';
import { createJudge } from './judge.mjs';

const document = {
  openapi: '3.0.3',
  paths: {
    '/node': {
      get: {
        responses: {
          200: { $ref: '#/components/responses/Node' },
          '4XX': { description: 'refused', content: { 'application/problem+json': {} } },
        },
      },
    },
  },
  components: {
    responses: {
      Node: { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } },
    },
    schemas: {
      Node: {
        type: 'object',
        required: ['id', 'secret'],
        properties: {
          id: { type: 'integer', minimum: 0, exclusiveMinimum: true },
          at: { type: 'string', format: 'date-time' },
          secret: { type: 'string', writeOnly: true },
          next: { nullable: true, allOf: [{ $ref: '#/components/schemas/Node' }] },
        },
      },
    },
  },
};

describe('judge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'judge-'));
  let verdictOf: (body: unknown, status?: number, type?: string) => string;

  beforeAll(() => {
    const file = join(folder, 'document.json');
    writeFileSync(file, JSON.stringify(document));
    const description = readDescription(file);
    const judge = createJudge(description);
    verdictOf = (body, status = 200, type = 'application/json; charset=utf-8') =>
      judge(description.operations[0], { status, type, text: JSON.stringify(body) }).verdict;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('accepts a circular value, and does without what is write-only', () => {
    expect(verdictOf({ id: 1, next: { id: 2, next: null } })).toBe('valid');
  });

  it('sees a violation deep in a circular value', () => {
    expect(verdictOf({ id: 1, next: { id: 2, next: { id: '3' } } })).toBe('invalid');
  });

  it('reads a boolean exclusiveMinimum as OpenAPI 3.0 means it', () => {
    expect(verdictOf({ id: 0 })).toBe('invalid');
  });

  it('tells a wrong format from other violations', () => {
    expect(verdictOf({ id: 1, at: 'yesterday' })).toBe('format');
  });

  it('reports what the document does not declare, and what it declares without a schema', () => {
    expect(verdictOf({}, 500)).toBe('undeclared');
    expect(verdictOf({}, 200, 'application/hal+json')).toBe('undeclared');
    expect(verdictOf({}, 404, 'application/problem+json')).toBe('unchecked');
  });
});

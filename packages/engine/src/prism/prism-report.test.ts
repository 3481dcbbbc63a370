import { describe, expect, it } from '@jest/globals';
import type { IHttpOperation } from '@stoplight/types';
import type { Answer, HttpRequest } from '../exchange.ts';
import { createSchemas } from '../schema/schemas.ts';
import { compileReporter } from './prism-report.ts';

const model: IHttpOperation = {
  id: 'a',
  method: 'get',
  path: '/pets',
  request: { query: [{ id: 'q', name: 'productId', style: 'form' as never, deprecated: true }] },
  responses: [
    {
      id: 'r',
      code: '200',
      contents: [
        {
          id: 'c',
          mediaType: 'application/json',
          schema: { type: 'object', properties: { name: { type: 'string' } } },
        },
      ],
    },
  ],
};

const reporter = (errors = false) => compileReporter(model, createSchemas({}, 'oas3.0', 'response'), { errors });

const requestTo = (target: string): HttpRequest => ({ method: 'GET', target, headers: {}, body: new Uint8Array() });

const answerWith = (body: unknown): Answer => ({
  status: 200,
  headers: ['Content-Type', 'application/json'],
  body: Buffer.from(JSON.stringify(body)),
  source: 'example',
});

const toldBy = ({ headers }: Answer): unknown => JSON.parse(headers[headers.indexOf('sl-violations') + 1] ?? 'null');

describe('compileReporter', () => {
  it('leaves a valid answer as it is', () => {
    const answer = answerWith({ name: 'Rex' });
    expect(reporter().answered(requestTo('/pets'), answer)).toBe(answer);
  });

  it('tells of a body that violates its schema in sl-violations', () => {
    const told = reporter().answered(requestTo('/pets'), answerWith({ name: 1 }));
    expect(told.status).toBe(200);
    expect(toldBy(told)).toEqual([
      {
        location: ['response', 'body', 'name'],
        severity: 'Error',
        code: 'type',
        message: 'Response body property name must be string',
      },
    ]);
  });

  it('answers 500 in its place where errors are asked for', () => {
    const told = reporter(true).answered(requestTo('/pets'), answerWith({ name: 1 }));
    expect(told).toMatchObject({ status: 500, source: 'problem' });
    expect(JSON.parse(String(told.body))).toMatchObject({
      type: 'https://stoplight.io/prism/errors#VIOLATIONS',
      status: 500,
    });
  });

  it('warns of a deprecated parameter, and lets the answer pass', () => {
    const told = reporter(true).answered(requestTo('/pets?productId=1'), answerWith({}));
    expect(told.status).toBe(200);
    expect(toldBy(told)).toEqual([
      {
        location: ['request', 'query', 'productId'],
        severity: 'Warning',
        code: 'deprecated',
        message: 'Query param productId is deprecated',
      },
    ]);
  });

  it('tells what was refused beside a refusal in the words of the document', () => {
    const refusal = { code: 'UNAUTHORIZED', challenges: [], prismTags: [], missing: [] } as const;
    expect(toldBy(reporter().refused(refusal, { ...answerWith({}), status: 401 }))).toEqual([
      { location: ['request'], severity: 'Error', code: 401, message: 'Invalid security scheme used' },
    ]);
  });
});

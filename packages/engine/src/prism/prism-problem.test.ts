import { describe, expect, it } from '@jest/globals';
import { prismProblem } from './prism-problem.ts';

describe('prismProblem', () => {
  it('words a path that nothing matches as Prism does', () => {
    const { status, body } = prismProblem({ code: 'ROUTE_NOT_FOUND', method: 'GET', path: '/nope', nearest: [] });
    expect(status).toBe(404);
    expect(body).toEqual({
      type: 'https://stoplight.io/prism/errors#NO_PATH_MATCHED_ERROR',
      title: 'Route not resolved, no path matched',
      status: 404,
      detail: "The route /nope hasn't been found in the specification file",
    });
  });

  it('puts the challenges into the header field and, as Prism does, into the body', () => {
    const { headers, body } = prismProblem({
      code: 'UNAUTHORIZED',
      challenges: [],
      prismTags: ['Basic realm="*"', 'OAuth2'],
      missing: [],
    });
    expect(headers).toEqual(['WWW-Authenticate', 'Basic realm="*",OAuth2']);
    expect(body.headers).toEqual({ 'WWW-Authenticate': 'Basic realm="*",OAuth2' });
  });

  it('composes the validation entries of a body from the words of ajv', () => {
    const { body } = prismProblem({
      code: 'REQUEST_INVALID',
      violations: [
        { in: 'body', path: ['items', '0', 'qty'], code: 'type', message: 'must be integer' },
        {
          in: 'body',
          path: ['kind'],
          code: 'enum',
          message: 'must be equal to one of the allowed values',
          allowed: ['a', 'b'],
        },
        { in: 'body', path: [], code: 'required', message: "must have required property 'id'", received: {} },
      ],
    });
    expect(body.validation).toEqual([
      {
        location: ['body', 'items', '0', 'qty'],
        severity: 'Error',
        code: 'type',
        message: 'Request body property items.0.qty must be integer',
      },
      {
        location: ['body', 'kind'],
        severity: 'Error',
        code: 'enum',
        message: 'Request body property kind must be equal to one of the allowed values: a, b',
      },
      {
        location: ['body'],
        severity: 'Error',
        code: 'required',
        message: "Request body must have required property 'id'",
      },
    ]);
  });

  it('names a missing body without a location', () => {
    const { body } = prismProblem({
      code: 'REQUEST_INVALID',
      violations: [{ in: 'body', path: [], code: 'required', message: 'is required' }],
    });
    expect(body.validation).toEqual([{ severity: 'Error', code: 'required', message: 'Body parameter is required' }]);
  });

  it('says which media types are supported', () => {
    expect(
      prismProblem({
        code: 'MEDIA_TYPE_UNSUPPORTED',
        received: 'text/plain',
        allowed: ['application/json', 'text/csv'],
      }).body.detail,
    ).toBe('Supported content types: application/json,text/csv');
    expect(prismProblem({ code: 'MEDIA_TYPE_UNSUPPORTED', received: 'text/plain', allowed: [] }).body.detail).toBe(
      'No supported content types, but request included a non-empty body',
    );
  });
});

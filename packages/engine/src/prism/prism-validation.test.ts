import { describe, expect, it } from '@jest/globals';
import { prismValidation } from './prism-validation.ts';

describe('prismValidation', () => {
  it('names a parameter in lower case', () => {
    const violation = {
      in: 'header',
      path: ['X-Rate'],
      code: 'type',
      message: 'must be integer',
      received: 'a',
    } as const;
    expect(prismValidation(violation)).toEqual({
      location: ['header', 'x-rate'],
      severity: 'Error',
      code: 'type',
      message: 'Request header parameter x-rate must be integer',
    });
  });

  it('locates a missing parameter in its part, not at itself', () => {
    const violation = {
      in: 'query',
      path: [],
      code: 'required',
      message: "must have required property 'Limit'",
      allowed: 'Limit',
    } as const;
    expect(prismValidation(violation)).toEqual({
      location: ['query'],
      severity: 'Error',
      code: 'required',
      message: "Request query must have required property 'limit'",
    });
  });

  it('says which property was found although none may be there', () => {
    const violation = {
      in: 'body',
      path: ['pet'],
      code: 'additionalProperties',
      message: 'must NOT have additional properties',
      received: 'wings',
    } as const;
    expect(prismValidation(violation).message).toBe(
      "Request body property pet must NOT have additional properties; found 'wings'",
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { kindSchema, optionSchemas } from './option-schema.ts';

const follows = new Ajv2020({ allowUnionTypes: true }).compile(kindSchema());

describe('optionSchemas', () => {
  it('describes durations as text, bounds and defaults', () => {
    expect(optionSchemas()['stall-body']).toMatchObject({
      additionalProperties: false,
      properties: { fraction: { type: 'number', minimum: 0, maximum: 1, default: 0.5 }, for: { type: 'string' } },
    });
  });
});

describe('kindSchema', () => {
  it.each([
    { kind: 'status' },
    { kind: 'status', options: { code: 503 } },
    { kind: 'latency', options: { uniform: { max: '1s' } } },
  ])('takes %j', (rule) => expect(follows(rule)).toBe(true));

  it.each([
    {},
    { kind: 'sattus' },
    { kind: 'status', options: { code: 99 } },
    { kind: 'status', options: { mode: 'expired' } },
    { kind: 'latency', options: { fixed: 200 } },
    { kind: 'latency', options: { uniform: { min: '1s' } } },
  ])('refuses %j', (rule) => expect(follows(rule)).toBe(false));
});

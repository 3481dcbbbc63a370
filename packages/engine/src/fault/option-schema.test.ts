import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { faultKinds } from './catalogue.ts';
import { kindSchema, optionSchemas } from './option-schema.ts';

const follows = new Ajv2020({ strictRequired: false }).compile(kindSchema());

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

describe('the schema of scenario files', () => {
  const folder = join(import.meta.dirname, '../../scenarios');
  const schema = JSON.parse(readFileSync(join(folder, 'scenario.schema.json'), 'utf8'));

  it('knows every kind and its options; if not, run scripts/scenario-schema.mjs', () => {
    expect(schema.$defs.rule.properties.kind.enum).toEqual(faultKinds.map(({ kind }) => kind));
    expect(schema.$defs.rule.allOf).toEqual(kindSchema().allOf);
  });

  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('is followed by %s', (name) => {
    const validate = new Ajv2020({ strictRequired: false }).compile(schema);
    validate(parse(readFileSync(join(folder, name), 'utf8')));
    expect(validate.errors).toBeNull();
  });
});

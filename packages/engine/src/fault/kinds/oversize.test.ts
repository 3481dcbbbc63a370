import { describe, expect, it } from '@jest/globals';
import { isValid } from '../../schema/check.ts';
import { answerOf, healthyAnswer, operationView, planOf } from '../../testing/fault-context.ts';

const bytes = 20_000;
const list = { items: [{ id: 1, name: 'a' }], next: 'x' };
const schemaOf = (items: object, name: object = { type: 'string' }): object => ({
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    items: { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' }, name } }, ...items },
    next: { enum: ['x'] },
  },
});

function enlarged(schema: unknown): {
  json: { items: { name: string }[] };
  length: number;
  pointer: string | undefined;
} {
  const operation = operationView(schema);
  const plan = planOf('oversize', { bytes }, { answer: healthyAnswer(JSON.stringify(list)), operation });
  const { text } = answerOf(plan);
  const json = JSON.parse(text);
  if (schema !== undefined) expect(isValid(operation.schemas, schema, json)).toBe(true);
  return { json, length: text.length, pointer: plan.do === 'replace' ? plan.pointer : undefined };
}

describe('oversize', () => {
  it('repeats the items of a list', () => {
    const { json, length, pointer } = enlarged(schemaOf({}));
    expect(json.items.length).toBeGreaterThan(500);
    expect(length).toBeGreaterThanOrEqual(bytes);
    expect(length).toBeLessThan(bytes * 1.1);
    expect(pointer).toBe('/items');
  });

  it('keeps within the bounds of the schema, then lengthens texts', () => {
    const { json, length, pointer } = enlarged(schemaOf({ maxItems: 300 }));
    expect(json.items).toHaveLength(300);
    expect(Math.max(...json.items.map(({ name }) => name.length))).toBeGreaterThan(1000);
    expect(length).toBeGreaterThanOrEqual(bytes);
    expect(pointer).toBe('/items');
  });

  it('pads with white space where nothing may grow', () => {
    const { json, length, pointer } = enlarged(schemaOf({ uniqueItems: true }, { type: 'string', maxLength: 1 }));
    expect(json).toEqual(list);
    expect(length).toBe(bytes);
    expect(pointer).toBeUndefined();
  });

  it('lets anything grow where there is no schema', () => {
    expect(enlarged(undefined).json.items.length).toBeGreaterThan(500);
  });

  it('pads XML and text, and leaves other media types alone', () => {
    const made = answerOf(planOf('oversize', { bytes }, { answer: healthyAnswer('<a/>', 'application/xml') }));
    expect(made.text.trimEnd()).toBe('<a/>');
    expect(made.header('Content-Length')).toBe(String(bytes));
    expect(planOf('oversize', { bytes }, { answer: healthyAnswer('PNG', 'image/png') })).toEqual({
      do: 'nothing',
      why: 'a longer body (image/png) may be invalid',
    });
  });

  it('leaves alone what is that large by itself', () => {
    expect(planOf('oversize', { bytes: 2 }, { answer: healthyAnswer('[1]') })).toEqual({
      do: 'nothing',
      why: 'the answer has 3 bytes by itself',
    });
  });
});

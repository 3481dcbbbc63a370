import { describe, expect, it } from '@jest/globals';
import { check } from '../schema/check.ts';
import { loadSampler } from '../schema/sample.ts';
import { createSchemas } from '../schema/schemas.ts';
import type { DescribedWebhook } from './described-webhook.ts';
import { payloadOf, type Told } from './payload.ts';

const at = Date.UTC(2026, 2, 1, 10);
const item = { id: 'p1', name: 'Rex' };
const told: Told = { resource: '/pets/{petId}', itemId: 'p1', item, at, id: 'msg_1', seed: '' };
const pet = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'string' }, name: { type: 'string' } },
  additionalProperties: false,
};
const object = (properties: Record<string, object>, more: object = {}) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
  ...more,
});

async function payload(schema: object | undefined, examples: readonly unknown[] = [], about: Partial<Told> = {}) {
  const schemas = createSchemas({}, 'json-schema', 'response');
  const webhook: DescribedWebhook = { name: 'pet.created', method: 'POST', schemas, schema, examples };
  const made = payloadOf(webhook, 'pet.created', { ...told, ...about }, await loadSampler());
  if (schema !== undefined) expect(check(schemas, schemas.normalise(schema), made)).toEqual([]);
  return made;
}

describe('payloadOf', () => {
  it.each([
    ['a property of the name of the resource', object({ pet }), { pet: item }],
    ['data', object({ data: pet }), { data: item }],
    ['data.object', object({ data: object({ object: pet }) }), { data: { object: item } }],
    ['data, under the name of the resource', object({ data: object({ pet }) }), { data: { pet: item } }],
    ['the payload itself', pet, item],
  ])('puts the item into %s', async (_, schema, expected) => {
    expect(await payload(schema)).toEqual(expected);
  });

  it('names the event, its id and its time, each as the schema has them', async () => {
    const schema = object({
      id: { type: 'string' },
      event_type: { type: 'string' },
      createdAt: { type: 'string', format: 'date-time' },
      petId: { type: 'string' },
      data: pet,
    });
    expect(await payload(schema)).toEqual({
      id: 'msg_1',
      event_type: 'pet.created',
      createdAt: '2026-03-01T10:00:00.000Z',
      petId: 'p1',
      data: item,
    });
  });

  it('writes times as the example does: seconds, or milliseconds', async () => {
    const schema = object({ created: { type: 'integer' }, data: pet });
    expect(await payload(schema, [{ created: 1_700_000_000, data: item }])).toMatchObject({ created: at / 1000 });
    expect(await payload(schema, [{ created: 1_700_000_000_000, data: item }])).toMatchObject({ created: at });
  });

  it('leaves what the schema pins, and makes an id of its own where ours does not fit', async () => {
    const schema = object({ type: { const: 'PET_NEW' }, id: { type: 'string', pattern: '^evt_[0-9]{6}$' }, data: pet });
    const example = { type: 'PET_NEW', id: 'evt_000001', data: item };
    const first = await payload(schema, [example]);
    expect(first).toMatchObject({ type: 'PET_NEW', id: expect.stringMatching(/^evt_/) });
    expect(await payload(schema, [example], { id: 'msg_2' })).not.toEqual(first);
  });

  it('mends an item that the schema does not take, and keeps what was right in it', async () => {
    expect(await payload(object({ data: pet }), [], { item: { id: 7, name: 'Rex', more: true } })).toEqual({
      data: { id: '7', name: 'Rex' },
    });
  });

  it('takes the example for everything that is not the item', async () => {
    const schema = object({ tenant: { type: 'string' }, data: pet });
    expect(await payload(schema, [{ tenant: 'north', data: { id: 'x', name: 'y' } }])).toEqual({
      tenant: 'north',
      data: item,
    });
  });

  it('sends what Standard Webhooks recommends where the document describes nothing', async () => {
    expect(await payload(undefined)).toEqual({
      type: 'pet.created',
      timestamp: '2026-03-01T10:00:00.000Z',
      data: item,
    });
  });

  it('makes up an item where there is none to tell of', async () => {
    expect(await payload(object({ data: pet }), [], { item: undefined })).toEqual({
      data: { id: expect.any(String), name: expect.any(String) },
    });
  });
});

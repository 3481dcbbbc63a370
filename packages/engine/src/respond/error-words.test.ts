import { describe, expect, it } from '@jest/globals';
import { createSchemas } from '../schema/schemas.ts';
import { withWords, wordsOfStatus } from './error-words.ts';

const schemas = createSchemas({}, 'json-schema', 'response');
const worded = (schema: object, body: unknown) =>
  withWords(schemas, schemas.normalise(schema), body, wordsOfStatus(404));

describe('withWords', () => {
  it('puts the words where members of that name are, one level down too', () => {
    const body = { message: 'lorem', error: { message: 'ipsum', kind: 'kept' } };
    expect(worded({ type: 'object' }, body)).toEqual({
      message: 'Not Found',
      error: { message: 'Not Found', kind: 'kept' },
    });
  });

  it.each(['msg', 'errorMessage', 'error_message'])('puts them into %s as well', (name) => {
    expect(worded({ type: 'object' }, { [name]: 'lorem' })).toEqual({ [name]: 'Not Found' });
  });

  it('writes the status as the type that the schema asks for', () => {
    const schema = (type: string) => ({ type: 'object', properties: { status: { type } } });
    expect(worded(schema('string'), { status: 'x' })).toEqual({ status: '404' });
    expect(worded(schema('integer'), { status: 1 })).toEqual({ status: 404 });
  });

  it('leaves a member whose schema takes none of the words', () => {
    const schema = { type: 'object', properties: { message: { enum: ['E1', 'E2'] } } };
    expect(worded(schema, { message: 'E1' })).toEqual({ message: 'E1' });
  });

  it('adds nothing', () => {
    expect(worded({ type: 'object' }, { reason: 'other' })).toEqual({ reason: 'other' });
    expect(worded({ type: 'string' }, 'text')).toBe('text');
  });
});

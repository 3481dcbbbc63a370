import { describe, expect, it } from '@jest/globals';
import { readPreferences } from './preferences.ts';

const ask = (target: string, prefer?: string) =>
  readPreferences({ method: 'GET', target, headers: prefer === undefined ? {} : { prefer }, body: new Uint8Array() });

describe('readPreferences', () => {
  it('reads nothing where nothing was asked', () => {
    expect(ask('/orders?limit=1')).toEqual({ kind: 'read', preferences: undefined });
  });

  it('reads the header, in any case, quoted or not, with commas or semicolons', () => {
    expect(ask('/', 'code=404, Example="not found"; dynamic=true')).toEqual({
      kind: 'read',
      preferences: { code: 404, example: 'not found', dynamic: true },
    });
  });

  it('reads the query forms', () => {
    expect(ask('/orders?a=1&__code=503&__seed=a%20b')).toEqual({
      kind: 'read',
      preferences: { code: 503, seed: 'a b' },
    });
  });

  it('lets the header win over the query', () => {
    expect(ask('/orders?__code=503', 'code=404')).toEqual({ kind: 'read', preferences: { code: 404 } });
  });

  it('takes the first of two', () => {
    expect(ask('/', 'code=404, code=500')).toMatchObject({ preferences: { code: 404 } });
  });

  it('refuses a status that is no final answer, and one of no class', () => {
    for (const code of ['100', '101', '199', '600', '999'])
      expect(ask('/', `code=${code}`)).toMatchObject({ kind: 'refused', refusal: { allowed: '200 to 599' } });
    for (const code of [200, 599]) expect(ask('/', `code=${code}`)).toMatchObject({ preferences: { code } });
  });

  it('leaves other preferences to others', () => {
    expect(ask('/', 'respond-async, wait=10')).toEqual({ kind: 'read', preferences: undefined });
  });

  it('refuses a code that is no status and a dynamic that is no boolean', () => {
    expect(ask('/', 'code=42')).toMatchObject({ kind: 'refused', refusal: { name: 'code', received: '42' } });
    expect(ask('/?__dynamic=yes')).toMatchObject({ kind: 'refused', refusal: { name: 'dynamic', received: 'yes' } });
  });
});

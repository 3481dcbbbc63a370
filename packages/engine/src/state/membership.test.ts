import { describe, expect, it } from '@jest/globals';
import { engineOf, send } from '../testing/engine-of.ts';

const STARS = `
openapi: 3.1.0
info: { title: stars, version: 1.0.0 }
paths:
  /starred/{owner}/{repo}:
    parameters:
      - { name: owner, in: path, required: true, schema: { type: string } }
      - { name: repo, in: path, required: true, schema: { type: string } }
    get: { operationId: isStarred, responses: { '204': { description: yes }, '404': { description: no } } }
    put: { operationId: star, responses: { '204': { description: done } } }
    delete: { operationId: unstar, responses: { '204': { description: done } } }
`;

describe('what is there or not, and shows no more', () => {
  it('can be taken away before anything was written, and put back', async () => {
    const engine = await engineOf(STARS, { auth: 'off' });
    const ask = async (method: string, repo = 'shop') => (await send(engine, `${method} /starred/acme/${repo}`)).status;
    expect(await ask('GET')).toBe(204);
    expect(await ask('DELETE')).toBe(204);
    expect([await ask('GET'), await ask('DELETE'), await ask('GET', 'other')]).toEqual([404, 404, 204]);
    expect([await ask('PUT'), await ask('GET')]).toEqual([204, 204]);
  });

  it('is not there until it was put where nothing is but what was written', async () => {
    const engine = await engineOf(STARS, { auth: 'off', stateBase: 'empty' });
    const ask = async (method: string) => (await send(engine, `${method} /starred/acme/shop`)).status;
    expect([await ask('GET'), await ask('DELETE'), await ask('PUT'), await ask('GET')]).toEqual([404, 404, 204, 204]);
  });
});

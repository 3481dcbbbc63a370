import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../engine.ts';
import { documentOf, send } from '../testing/engine-of.ts';

const document = documentOf(`
openapi: 3.0.3
info: { title: malformed, version: 1.0.0 }
paths:
  /a: { get: { responses: nope } }
  /b: { get: { parameters: [null, { name: 3, in: query }, { name: q, in: nowhere }], responses: { '200': { description: ok } } } }
  /c: { get: { responses: { abc: { description: ok }, '20': { description: ok } } } }
  /d: { parameters: nope, post: { requestBody: nope, security: nope, responses: { '200': { description: x, content: nope } } } }
  /e: { get: { responses: { '200': { description: x, headers: { A: null }, content: { application/json: { schema: nope } } } } } }
  /f: { get: nope }
  /g: nope
`);

describe('inspectStructure', () => {
  it('names each part that has the wrong form, with its pointer', async () => {
    const { findings } = await document;
    const told = findings.filter(({ code }) => code === 'SPEC_MALFORMED');
    expect(new Set(told.map(({ severity }) => severity))).toEqual(new Set(['error']));
    expect(told.map(({ pointer }) => pointer).sort()).toEqual([
      '/paths/~1a/get/responses',
      '/paths/~1b/get/parameters/0',
      '/paths/~1b/get/parameters/1/name',
      '/paths/~1b/get/parameters/2/in',
      '/paths/~1c/get/responses/20',
      '/paths/~1c/get/responses/abc',
      '/paths/~1d/parameters',
      '/paths/~1d/post/requestBody',
      '/paths/~1d/post/responses/200/content',
      '/paths/~1d/post/security',
      '/paths/~1e/get/responses/200/content/application~1json/schema',
      '/paths/~1e/get/responses/200/headers/A',
      '/paths/~1f/get',
      '/paths/~1g',
    ]);
    expect(told.every(({ line }) => line !== undefined)).toBe(true);
  });

  it('names the paths where they are none', async () => {
    const { findings } = await documentOf(`{ openapi: 3.0.3, info: { title: x, version: '1' }, paths: [] }`);
    expect(findings.map(({ message }) => message)).toContain('paths must be an object, not []');
  });

  it('leaves what is not malformed alone', async () => {
    const sound = await documentOf(`
openapi: 3.1.0
info: { title: sound, version: 1.0.0 }
paths:
  /a:
    get:
      parameters: [{ $ref: '#/components/parameters/P' }, { $ref: '#/components/parameters/Gone' }]
      security: [{}]
      responses: { 4XX: { description: x, content: { application/json: { schema: true } } }, default: { $ref: '#/components/responses/R' }, x-more: 1 }
  x-internal: nope
components:
  parameters: { P: { name: p, in: query, schema: { type: string } } }
  responses: { R: { description: x } }
`);
    expect(sound.findings.map(({ code }) => code)).toEqual(['SPEC_REF_UNRESOLVED']);
  });

  it('does not keep the rest of the operation from being served', async () => {
    const lines: string[] = [];
    const engine = createEngine({ documents: [await document], onLog: (line) => lines.push(line) });
    for (const path of ['/a', '/b', '/c', '/e']) expect((await send(engine, `GET ${path}`)).status).toBe(200);
    expect((await send(engine, 'POST /d')).status).toBe(200);
    expect(lines).toEqual([]);
  });
});

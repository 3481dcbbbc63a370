import { describe, expect, it } from '@jest/globals';
import { checkDocument } from './check-document.ts';
import { createEngine } from './engine.ts';
import { documentOf, send } from './testing/engine-of.ts';

const BROKEN = `
openapi: 3.1.0
info: { title: stable, version: 1.0.0 }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: one
          headers: { X-Trace: { schema: { type: string, format: uuid } } }
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
              examples:
                first: { value: { id: kept, name: 7 } }
                second: { value: { id: 8, name: kept } }
components:
  schemas:
    Order:
      type: object
      required: [id, name, at, code]
      properties: { id: { type: string }, name: { type: string }, at: { type: string, format: uuid }, code: { type: string, format: uuid } }
`;

const document = documentOf(BROKEN);
const served = async (lines: string[], seed = '') => {
  const engine = createEngine({ documents: [await document], seed });
  const seen = [];
  for (const line of lines) seen.push(await send(engine, line));
  return seen;
};

describe('a repaired example', () => {
  it('is the same whichever path asks first, its header fields too', async () => {
    const [first] = await served(['GET /orders/a', 'GET /orders/b']);
    const [, again] = await served(['GET /orders/b', 'GET /orders/a']);
    const [, forced] = await served(['GET /orders/b', 'GET /orders/a?__code=200']);
    expect(again?.text).toBe(first?.text);
    expect(forced?.text).toBe(first?.text);
    expect(again?.headers['x-trace']).toBe(first?.headers['x-trace']);
    expect(first?.headers['stunt-source']).toBe('repaired');
  });

  it.each(['', '7'])('is what check shows, each named one (seed "%s")', async (seed) => {
    const { repairs } = await checkDocument(await document, { seed });
    expect(repairs.map(({ example }) => example)).toEqual(['first', 'second']);
    for (const { example, changes } of repairs) {
      const [seen] = await served([`GET /orders/a?__example=${example}`], seed);
      const shown = Object.fromEntries(changes.map(({ path, after }) => [path.join('.'), after]));
      expect(seen?.json).toMatchObject(shown);
      expect(Object.keys(shown)).toContain('at');
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../../engine.ts';
import { engineOf, type Seen, send } from '../../testing/engine-of.ts';

/** A list of numbered things with the query parameters and the members beside it that a test gives, as YAML. */
const things = (query: string, members: string): string => `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /things:
    get:
      parameters: [${query}]
      responses:
        '200':
          description: ok
          headers: { Link: { schema: { type: string } } }
          content: { application/json: { schema: ${members === '' ? ARRAY : `{ type: object, required: [items], properties: { items: ${ARRAY}, ${members} } }`} } }
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { name: { type: string } } } } } }
      responses:
        '201': { description: ok, headers: { Location: { schema: { type: string, format: uri } } }, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
components:
  schemas:
    Thing: { type: object, required: [id], properties: { id: { type: integer }, name: { type: string } } }
`;
const ARRAY = "{ type: array, items: { $ref: '#/components/schemas/Thing' } }";
const query = (...names: string[]): string =>
  names
    .map((name) => `{ name: ${name}, in: query, schema: { type: integer, minimum: ${name === 'page' ? 1 : 0} } }`)
    .join(', ');

async function filled(yaml: string, publicUrl?: string): Promise<{ engine: Engine; made: Seen }> {
  const engine = await engineOf(yaml, { stateBase: 'empty', sandboxes: ['acme'], auth: 'off', publicUrl });
  let made: Seen | undefined;
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    made = await send(engine, 'POST /~acme/things', { 'content-type': 'application/json' }, JSON.stringify({ name }));
  if (made === undefined) throw new Error('nothing was made');
  return { engine, made };
}

describe('the pages of a list', () => {
  it('are led to by Link, in the sandbox that was asked', async () => {
    const { engine } = await filled(things(query('page', 'per_page'), ''));
    const seen = await send(engine, 'GET /~acme/things?page=2&per_page=2');
    expect(seen.json).toMatchObject([{ name: 'c' }, { name: 'd' }]);
    expect(seen.headers.link).toBe(
      '<http://localhost/~acme/things?page=3&per_page=2>; rel="next", <http://localhost/~acme/things?page=1&per_page=2>; rel="prev"',
    );
    const last = await send(engine, 'GET /~acme/things?page=3&per_page=2');
    expect(last.headers.link).toBe('<http://localhost/~acme/things?page=2&per_page=2>; rel="prev"');
    expect((await send(engine, 'GET /~acme/things')).headers).not.toHaveProperty('link');
  });

  it('are counted beside the list, and end where the document can say so', async () => {
    const members =
      "total: { type: integer }, next: { type: [string, 'null'], format: uri }, has_more: { type: boolean }, offset: { type: integer }";
    const { engine } = await filled(things(query('offset', 'limit'), members));
    const next = 'http://localhost/~acme/things?offset=2&limit=2';
    expect((await send(engine, 'GET /~acme/things?offset=0&limit=2')).json).toMatchObject({
      total: 5,
      next,
      has_more: true,
      offset: 0,
    });
    expect((await send(engine, 'GET /~acme/things?offset=4&limit=2')).json).toEqual({
      items: [{ id: 5, name: 'e' }],
      total: 5,
      next: null,
      has_more: false,
      offset: 4,
    });
    expect((await send(engine, 'GET /~acme/things?offset=99&limit=2')).json).toMatchObject({ items: [], total: 5 });
  });

  it('say where they begin and end, also behind the end of the list', async () => {
    const members =
      'page: { type: integer }, start: { type: integer }, end: { type: integer }, uri: { type: string }, url: { type: string }, first_page_uri: { type: string }';
    const { engine } = await filled(things(query('page', 'limit'), members));
    expect((await send(engine, 'GET /~acme/things?page=2&limit=2')).json).toMatchObject({
      ...{ page: 2, start: 2, end: 3, url: 'http://localhost/~acme/things' },
      uri: 'http://localhost/~acme/things?page=2&limit=2',
      first_page_uri: 'http://localhost/~acme/things?limit=2',
    });
    expect((await send(engine, 'GET /~acme/things?page=9&limit=2')).json).toMatchObject({ items: [], page: 9 });
    const offsets = await filled(things(query('offset', 'limit'), 'offset: { type: integer }'));
    expect((await send(offsets.engine, 'GET /~acme/things?offset=99&limit=2')).json).toEqual({ items: [], offset: 99 });
  });

  it.each(['before', 'ending_before'])('lead back from the id that %s names', async (before) => {
    const { engine } = await filled(things(query('starting_after', before, 'limit'), 'has_more: { type: boolean }'));
    const page = async (ask: string) => (await send(engine, `GET /~acme/things?limit=2&${ask}`)).json;
    expect(await page(`${before}=4`)).toEqual({
      items: [
        { id: 2, name: 'b' },
        { id: 3, name: 'c' },
      ],
      has_more: true,
    });
    expect(await page(`${before}=2`)).toEqual({ items: [{ id: 1, name: 'a' }], has_more: false });
    expect(await page(`${before}=1`)).toEqual({ items: [], has_more: false });
  });

  it('have no cursor back where there is nothing before them, or no way to ask for it', async () => {
    const text = (...names: string[]) =>
      [...names.map((name) => `{ name: ${name}, in: query, schema: { type: string } }`), query('limit')].join(', ');
    const members = "next_cursor: { type: [string, 'null'] }, prev_cursor: { type: [string, 'null'] }";
    const { engine } = await filled(things(text('cursor', 'before'), members));
    const first = (await send(engine, 'GET /~acme/things?limit=2')).json as Record<string, string>;
    expect(first.prev_cursor).toBeNull();
    const second = (await send(engine, `GET /~acme/things?limit=2&cursor=${first.next_cursor}`)).json as typeof first;
    const back = (await send(engine, `GET /~acme/things?limit=2&before=${second.prev_cursor}`)).json;
    expect(back).toMatchObject({ items: [{ id: 1 }, { id: 2 }] });
    const { engine: oneWay } = await filled(things(text('cursor'), members));
    const next = (await send(oneWay, 'GET /~acme/things?limit=2')).json as typeof first;
    const later = await send(oneWay, `GET /~acme/things?limit=2&cursor=${next.next_cursor}`);
    expect(later.json).toMatchObject({ prev_cursor: null });
  });

  it('go on after the id that was seen last, where no answer has a cursor', async () => {
    const { engine } = await filled(things(query('starting_after', 'limit'), 'has_more: { type: boolean }'));
    expect((await send(engine, 'GET /~acme/things?starting_after=3&limit=2')).json).toEqual({
      items: [
        { id: 4, name: 'd' },
        { id: 5, name: 'e' },
      ],
      has_more: false,
    });
  });

  it('go both ways where the list has a cursor and an offset, each as it was asked', async () => {
    const cursor = '{ name: marker, in: query, schema: { type: string } }';
    const offset = '{ name: offset, in: query, schema: { type: integer, default: 0 } }';
    const yaml = things(`${cursor}, ${offset}, ${query('limit')}`, "next_marker: { type: [string, 'null'] }");
    const { engine } = await filled(yaml);
    const by = async (words: string) => {
      const { json, headers } = await send(engine, `GET /~acme/things?limit=2${words}`);
      return { json, link: headers.link };
    };
    const second = await by('&offset=2');
    expect(second).toMatchObject({
      json: { items: [{ id: 3 }, { id: 4 }] },
      link: expect.stringContaining('offset=4>; rel="next"'),
    });
    const { next_marker: marker } = Object(second.json);
    expect(await by(`&marker=${marker}`)).toMatchObject({ json: { items: [{ id: 5 }], next_marker: null } });
    expect(await by('')).toMatchObject({
      json: { items: [{ id: 1 }, { id: 2 }] },
      link: expect.stringContaining('marker='),
    });
  });

  it('start from the beginning by a cursor that is none', async () => {
    const cursor = '{ name: cursor, in: query, schema: { type: string } }';
    const { engine } = await filled(things(`${cursor}, ${query('limit')}`, "next_cursor: { type: [string, 'null'] }"));
    for (const wrong of ['nonsense', 'W10', 'WyJhIiwtMV0'])
      expect((await send(engine, `GET /~acme/things?limit=1&cursor=${wrong}`)).json).toMatchObject({
        items: [{ id: 1 }],
      });
  });

  it('and items have the public address where there is one', async () => {
    const { engine, made } = await filled(things(query('page', 'per_page'), ''), 'https://sandbox.example.com/');
    expect(made.headers.location).toBe('https://sandbox.example.com/~acme/things/5');
    expect((await send(engine, 'GET /~acme/things?per_page=2')).headers.link).toContain(
      '<https://sandbox.example.com/~acme/things?',
    );
  });
});

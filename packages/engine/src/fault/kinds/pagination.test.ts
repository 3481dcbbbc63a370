import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadDocument } from '../../load/load-document.ts';
import { isObject } from '../../schema/json-schema.ts';
import { type RunningServer, startServer } from '../../server.ts';
import { engineOf, send } from '../../testing/engine-of.ts';

describe('pagination, on the wire', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ documents: [await loadDocument('contracts/platform/openapi.yaml')], port: 0 });
    const body = '{"recipientId":"prt_01HV3PBHEG79FAMF","category":"other","subject":"A case"}';
    const headers = { 'x-api-key': 'key_12345678', 'content-type': 'application/json' };
    for (let made = 0; made < 5; made++) await fetch(`${server.url}/intakes`, { method: 'POST', headers, body });
  });
  afterAll(() => server.close());
  beforeEach(() => void server.engine.faults.clear('default'));

  const pageAt = async (cursor: string | undefined) => {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const response = await fetch(`${server.url}/intakes?limit=2${query}`, {
      headers: { 'x-api-key': 'key_12345678' },
    });
    const json: unknown = await response.json();
    const data = isObject(json) && Array.isArray(json.data) ? json.data : [];
    const next = nextIn(json);
    return { status: response.status, ids: data.map((each) => (isObject(each) ? String(each.id) : '')), next };
  };
  /** As a client walks them, and no more than `most` pages. */
  const walk = async (most: number): Promise<string[][]> => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await pageAt(cursor);
      expect(page.status).toBe(200);
      pages.push(page.ids);
      cursor = page.next;
    } while (cursor !== undefined && pages.length < most);
    return pages;
  };
  const put = (mode: string) => void server.engine.faults.put('default', { kind: 'pagination', options: { mode } });
  const noted = () => server.engine.journal.entries().at(-1)?.faults?.[0];

  it('loop: a client never leaves the first page', async () => {
    const [first] = await walk(1);
    put('loop');
    expect(await walk(4)).toEqual([first, first, first, first]);
    expect(noted()).toContain('fired: loop');
  });

  it('loop: from a later page it comes back to that page', async () => {
    const { next } = await pageAt(undefined);
    const second = await pageAt(next);
    put('loop');
    expect(await pageAt(next)).toEqual({ ...second, next });
  });

  it('endless: behind the last page there is another one', async () => {
    const all = await walk(20);
    put('endless');
    const pages = await walk(2 * all.length);
    expect(pages).toEqual([...all, ...all]);
  });

  it('duplicate: the last item of a page begins the next one, and all items come', async () => {
    const all = (await walk(20)).flat();
    put('duplicate');
    const pages = await walk(20);
    expect(new Set(pages.flat())).toEqual(new Set(all));
    for (const ids of pages) expect(new Set(ids).size).toBe(ids.length);
    for (const [at, ids] of pages.entries()) if (at > 0) expect(ids[0]).toBe(pages[at - 1]?.at(-1));
    expect(noted()).toContain('not fired: it is the last page');
    await pageAt(undefined);
    expect(noted()).toContain('fired: duplicate');
  });

  it('duplicate: where no next page is, the last item comes twice', async () => {
    const pages = await walk(20);
    put('duplicate');
    const response = await fetch(`${server.url}/intakes?limit=100`, { headers: { 'x-api-key': 'key_12345678' } });
    const json: unknown = await response.json();
    const data = isObject(json) && Array.isArray(json.data) ? json.data : [];
    expect(data).toHaveLength(pages.flat().length + 1);
    expect(data.at(-1)).toEqual(data.at(-2));
  });

  it('skip: one item of each page is on none', async () => {
    const all = await walk(20);
    put('skip');
    expect(await walk(20)).toEqual(all.map((ids) => ids.slice(0, -1)));
  });

  it('leaves what is no list alone, and says so', async () => {
    put('skip');
    const answer = await fetch(`${server.url}/intakes/int_01KJQ7K0FPY2Y414`, {
      headers: { 'x-api-key': 'key_12345678' },
    });
    expect(answer.status).toBe(200);
    expect(noted()).toContain('not fired: the answer is no list');
  });
});

const document = `
openapi: 3.1.0
info: { title: Notes, version: '1' }
paths:
  /notes:
    get:
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses:
        '200':
          description: all
          headers: { Link: { schema: { type: string } } }
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } }, example: [{ id: 1 }] } }
  /few:
    get:
      responses:
        '200':
          description: all
          content: { application/json: { schema: { type: array, maxItems: 1, items: { $ref: '#/components/schemas/Note' } }, example: [{ id: 1 }] } }
components: { schemas: { Note: { type: object, properties: { id: { type: integer } } } } }
`;

describe('pagination', () => {
  it('lies in the Link header field, by the way the document counts pages', async () => {
    const engine = await engineOf(document);
    engine.faults.put('default', { kind: 'pagination', options: { mode: 'endless' } });
    expect((await send(engine, 'GET /notes?page=7')).headers.link).toBe('<http://localhost/notes?page=8>; rel="next"');
    engine.faults.clear('default');
    engine.faults.put('default', { kind: 'pagination' });
    expect((await send(engine, 'GET /notes?page=7')).headers.link).toBe('<http://localhost/notes?page=7>; rel="next"');
  });

  it('does not fire where nothing leads to a next page, or the schema has no place for the lie', async () => {
    const engine = await engineOf(document);
    const note = async () => {
      await send(engine, 'GET /few');
      return engine.journal.entries().at(-1)?.faults?.[0];
    };
    engine.faults.put('default', { kind: 'pagination' });
    expect(await note()).toContain('not fired: nothing in the answer leads to a next page');
    engine.faults.clear('default');
    engine.faults.put('default', { kind: 'pagination', options: { mode: 'duplicate' } });
    expect(await note()).toContain('not fired: the schema of the answer does not allow it (duplicate)');
  });
});

/** Wherever it is told: `nextCursor` at the root or in an object beside the list. */
function nextIn(json: unknown): string | undefined {
  if (!isObject(json)) return undefined;
  for (const [name, value] of Object.entries(json)) {
    if (/^next/i.test(name) && typeof value === 'string') return value;
    const inner = Array.isArray(value) ? undefined : nextIn(value);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

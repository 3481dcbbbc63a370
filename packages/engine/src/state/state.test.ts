import { describe, expect, it } from '@jest/globals';
import { createEngine, type Engine } from '../engine.ts';
import type { EngineOptions } from '../options.ts';
import type { StateChange } from '../state-change.ts';
import { memoryStore } from '../store/memory-store.ts';
import { documentOf, engineOf, type Seen, send } from '../testing/engine-of.ts';
import { manualClock } from '../time/clock.ts';

const PARCELS = `
openapi: 3.1.0
info: { title: parcels, version: 1.0.0 }
servers: [{ url: https://api.example.com/v1 }]
paths:
  /parcels:
    get:
      operationId: listParcels
      parameters:
        - { name: cursor, in: query, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, default: 20 } }
        - { name: size, in: query, schema: { type: string } }
        - { name: createdAfter, in: query, schema: { type: string, format: date-time } }
        - { name: sort, in: query, schema: { type: string, enum: [weight, -weight] } }
      responses:
        '200':
          description: all
          content:
            application/json:
              schema:
                type: object
                required: [data, nextCursor]
                properties:
                  data: { type: array, items: { $ref: '#/components/schemas/Parcel' } }
                  nextCursor: { type: [string, 'null'] }
              example:
                data:
                  - { id: pcl_AAAAAAAA, size: small, weight: 5, status: sent, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' }
                  - { id: pcl_BBBBBBBB, size: large, weight: 9, status: draft, createdAt: '2026-01-02T00:00:00Z', updatedAt: '2026-01-02T00:00:00Z' }
                nextCursor: null
    post:
      operationId: createParcel
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewParcel' } } } }
      responses:
        '201':
          description: made
          headers:
            ETag: { schema: { type: string } }
            Idempotency-Replayed: { schema: { type: string, enum: ['true', 'false'] } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Parcel' } } }
        '409': { description: key, content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
  /parcels/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getParcel
      responses:
        '200':
          description: one
          headers: { ETag: { schema: { type: string }, example: '"doc"' } }
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Parcel' }
              example: { id: pcl_AAAAAAAA, size: small, weight: 5, status: sent, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' }
        '304': { description: same }
        '404': { description: none, content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    put:
      operationId: replaceParcel
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewParcel' } } } }
      responses:
        '200': { description: changed, content: { application/json: { schema: { $ref: '#/components/schemas/Parcel' } } } }
    patch:
      operationId: patchParcel
      requestBody:
        required: true
        content:
          application/merge-patch+json: { schema: { type: object, properties: { size: { type: string }, note: { type: [string, 'null'] } } } }
          application/json-patch+json: { schema: { type: array, items: { type: object } } }
      responses:
        '200': { description: changed, content: { application/json: { schema: { $ref: '#/components/schemas/Parcel' } } } }
        '412': { description: changed meanwhile }
    delete:
      operationId: deleteParcel
      responses: { '204': { description: gone } }
  /parcels/{id}/notes:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: listNotes
      responses:
        '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } }
    post:
      operationId: createNote
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [text], properties: { text: { type: string } } } } } }
      responses:
        '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
  /parcels/{id}/notes/{note_id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: note_id, in: path, required: true, schema: { type: integer } }
    get:
      operationId: getNote
      responses:
        '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
components:
  schemas:
    NewParcel: { type: object, required: [size, weight], properties: { size: { type: string }, weight: { type: integer }, note: { type: [string, 'null'] } } }
    Parcel:
      type: object
      required: [id, size, weight, status, createdAt, updatedAt]
      properties:
        id: { type: string, pattern: '^pcl_[A-Z]{8}$', readOnly: true }
        size: { type: string }
        weight: { type: integer }
        note: { type: [string, 'null'] }
        status: { type: string, enum: [draft, sent], readOnly: true }
        createdAt: { type: string, format: date-time, readOnly: true }
        updatedAt: { type: string, format: date-time, readOnly: true }
    Note: { type: object, required: [id, text], properties: { id: { type: integer, readOnly: true }, text: { type: string } } }
    Problem: { type: object, required: [title], properties: { title: { type: string }, code: { type: string } } }
`;

const JSON_TYPE = { 'content-type': 'application/json' };
const MERGE = { 'content-type': 'application/merge-patch+json' };
const STEPS = { 'content-type': 'application/json-patch+json' };
const START = Date.parse('2026-05-01T10:00:00.000Z');

async function bench(options: Partial<EngineOptions> = {}) {
  const clock = manualClock(START);
  const engine = await engineOf(PARCELS, { clock, sandboxes: ['left', 'right'], ...options });
  return { clock, engine, on: (line: string, headers = {}, body?: unknown) => ask(engine, line, headers, body) };
}

const ask = (engine: Engine, line: string, headers = {}, body?: unknown): Promise<Seen> =>
  send(engine, line, headers, body === undefined ? '' : JSON.stringify(body));

const member = (value: unknown, name: string): unknown => Object(value)[name];
const idOf = (seen: Seen): string => String(member(seen.json, 'id'));
const idsOf = (seen: Seen): unknown[] => {
  const data = member(seen.json, 'data') ?? seen.json;
  return Array.isArray(data) ? data.map((item) => member(item, 'id')) : [];
};
const BOX = { size: 'medium', weight: 7 };

describe('state', () => {
  it('serves the same bytes as without state while nothing was written', async () => {
    const { on } = await bench();
    const stateless = await bench({ state: false });
    for (const line of ['GET /parcels', 'GET /parcels/pcl_ZZZZZZZZ', 'GET /parcels?limit=1']) {
      const [one, other] = [await on(line), await stateless.on(line)];
      expect([one.text, one.headers['stunt-source']]).toEqual([other.text, other.headers['stunt-source']]);
    }
  });

  it('reads back what was created, with what the server sets, and leads to it', async () => {
    const { on } = await bench();
    const made = await on('POST /v1/parcels', JSON_TYPE, BOX);
    const now = '2026-05-01T10:00:00.000Z';
    expect(made.json).toEqual({
      id: expect.stringMatching(/^pcl_[A-Z]{8}$/),
      ...BOX,
      status: 'draft',
      createdAt: now,
      updatedAt: now,
    });
    expect(made).toMatchObject({
      status: 201,
      headers: { location: `/v1/parcels/${idOf(made)}`, 'stunt-source': 'stored' },
    });
    const read = await on(`GET ${made.headers.location}`);
    expect(read.json).toEqual(made.json);
    expect(read.headers.etag).toBe(made.headers.etag);
  });

  it('points into the sandbox that was asked, and shows nothing of it to another', async () => {
    const { on } = await bench();
    const made = await on('POST /~left/v1/parcels', JSON_TYPE, BOX);
    expect(made.headers.location).toBe(`/~left/v1/parcels/${idOf(made)}`);
    expect(idsOf(await on('GET /~left/parcels'))).toContain(idOf(made));
    expect(idsOf(await on('GET /~right/parcels'))).not.toContain(idOf(made));
    expect((await on(`GET /~right/parcels/${idOf(made)}`)).headers['stunt-source']).toBe('example');
  });

  it('answers 404 in the words of the document for what was deleted', async () => {
    const { on } = await bench();
    expect((await on('DELETE /parcels/pcl_AAAAAAAA')).status).toBe(204);
    expect(await on('GET /parcels/pcl_AAAAAAAA')).toMatchObject({ status: 404, json: { code: 'ITEM_NOT_FOUND' } });
    expect((await on('DELETE /parcels/pcl_AAAAAAAA')).status).toBe(404);
    expect(idsOf(await on('GET /parcels'))).toEqual(['pcl_BBBBBBBB']);
  });

  it('reads each item of a list by its id once something was written, and makes up the others', async () => {
    const { on } = await bench();
    await on('POST /parcels', JSON_TYPE, BOX);
    expect((await on('GET /parcels/pcl_BBBBBBBB')).json).toMatchObject({
      id: 'pcl_BBBBBBBB',
      size: 'large',
      weight: 9,
    });
    expect((await on('GET /parcels/pcl_CCCCCCCC')).json).toMatchObject({ id: 'pcl_CCCCCCCC', size: 'small' });
  });

  it('has nothing but what was written over an empty base', async () => {
    const { on } = await bench({ stateBase: 'empty' });
    expect((await on('GET /parcels')).json).toEqual({ data: [], nextCursor: null });
    expect((await on('GET /parcels/pcl_AAAAAAAA')).status).toBe(404);
    const made = await on('POST /parcels', JSON_TYPE, BOX);
    expect(idsOf(await on('GET /parcels'))).toEqual([idOf(made)]);
  });

  it('replaces by PUT, merges by merge patch and steps through a JSON patch', async () => {
    const { clock, on } = await bench();
    const at = `/parcels/${idOf(await on('POST /parcels', JSON_TYPE, { ...BOX, note: 'fragile' }))}`;
    clock.advance(1000);
    const put = await on(`PUT ${at}`, JSON_TYPE, { size: 'huge', weight: 8 });
    expect(put.json).toMatchObject({
      size: 'huge',
      weight: 8,
      createdAt: '2026-05-01T10:00:00.000Z',
      updatedAt: '2026-05-01T10:00:01.000Z',
    });
    expect(put.json).not.toHaveProperty('note');
    expect((await on(`PATCH ${at}`, MERGE, { note: null })).json).toMatchObject({ size: 'huge', note: null });
    const steps = [
      { op: 'test', path: '/size', value: 'huge' },
      { op: 'replace', path: '/size', value: 'tiny' },
    ];
    expect((await on(`PATCH ${at}`, STEPS, steps)).json).toMatchObject({ size: 'tiny', weight: 8 });
    expect((await on(`PATCH ${at}`, STEPS, steps)).status).toBe(422);
    expect((await on(`GET ${at}`)).json).toMatchObject({ size: 'tiny', weight: 8, note: null });
  });

  it('takes a change only over the state that was read', async () => {
    const { on } = await bench();
    const made = await on('POST /parcels', JSON_TYPE, BOX);
    const at = `/parcels/${idOf(made)}`;
    const tag = { 'if-match': made.headers.etag };
    expect((await on(`PATCH ${at}`, { ...MERGE, ...tag }, { size: 'a' })).status).toBe(200);
    const late = await on(`PATCH ${at}`, { ...MERGE, ...tag }, { size: 'b' });
    const read = await on(`GET ${at}`);
    expect([late.status, late.headers.etag]).toEqual([412, read.headers.etag]);
    expect(read.json).toMatchObject({ size: 'a' });
    expect((await on(`GET ${at}`, { 'if-none-match': read.headers.etag })).status).toBe(304);
    expect((await on('PATCH /parcels/pcl_AAAAAAAA', { ...MERGE, 'if-match': '"doc"' }, { size: 'c' })).status).toBe(
      200,
    );
  });

  it('answers again under the same idempotency key for a day, and refuses another body', async () => {
    const { clock, on } = await bench();
    const key = { ...JSON_TYPE, 'idempotency-key': 'k1' };
    const first = await on('POST /parcels', key, BOX);
    const again = await on('POST /parcels', key, BOX);
    expect([again.json, again.headers['idempotency-replayed']]).toEqual([first.json, 'true']);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(idsOf(await on('GET /parcels'))).toHaveLength(3);
    expect(await on('POST /parcels', key, { ...BOX, weight: 8 })).toMatchObject({
      status: 409,
      json: { code: 'IDEMPOTENCY_CONFLICT' },
    });
    clock.advance(24 * 60 * 60 * 1000);
    expect(idOf(await on('POST /parcels', key, BOX))).not.toBe(idOf(first));
  });

  it('pages by the cursor of the document, filters and sorts', async () => {
    const { on } = await bench();
    for (const weight of [1, 2, 3]) await on('POST /parcels', JSON_TYPE, { size: 'medium', weight });
    const seen: unknown[] = [];
    let cursor: unknown = '';
    for (let page = 0; page < 9 && cursor !== null; page++) {
      const found = await on(`GET /parcels?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...idsOf(found));
      cursor = member(found.json, 'nextCursor');
    }
    expect([seen.length, new Set(seen).size, cursor]).toEqual([5, 5, null]);
    expect(idsOf(await on('GET /parcels?size=large'))).toEqual(['pcl_BBBBBBBB']);
    expect(idsOf(await on('GET /parcels?createdAfter=2026-04-01T00:00:00Z'))).toHaveLength(3);
    const sorted = await on('GET /parcels?sort=-weight');
    expect(idsOf(sorted).slice(0, 2)).toEqual(['pcl_BBBBBBBB', 'pcl_AAAAAAAA']);
  });

  it('keeps nested collections apart, and counts their ids', async () => {
    const { on } = await bench();
    const note = await on('POST /parcels/a/notes', JSON_TYPE, { text: 'hello' });
    expect(note.json).toEqual({ id: expect.any(Number), text: 'hello' });
    expect((await on(`GET /parcels/a/notes/${idOf(note)}`)).json).toEqual(note.json);
    expect(idsOf(await on('GET /parcels/a/notes'))).toContain(member(note.json, 'id'));
    expect((await on('GET /parcels/b/notes')).headers['stunt-source']).toBe('generated');
  });

  it('has nothing below what was deleted', async () => {
    const { on } = await bench();
    await on('POST /parcels/pcl_AAAAAAAA/notes', JSON_TYPE, { text: 'hello' });
    await on('DELETE /parcels/pcl_AAAAAAAA');
    expect((await on('GET /parcels/pcl_AAAAAAAA/notes')).status).toBe(404);
    expect((await on('POST /parcels/pcl_AAAAAAAA/notes', JSON_TYPE, { text: 'late' })).status).toBe(404);
    expect((await on('GET /parcels/pcl_BBBBBBBB/notes')).status).toBe(200);
  });

  it('tells each change once it is stored', async () => {
    const { engine, on } = await bench();
    const told: StateChange[] = [];
    engine.changes.watch((change) => told.push(change));
    const made = await on('POST /~left/parcels', JSON_TYPE, BOX);
    await on(`DELETE /~left/parcels/${idOf(made)}`);
    expect(told).toMatchObject([
      {
        sandbox: 'left',
        kind: 'created',
        resource: '/parcels/{id}',
        id: idOf(made),
        operation: 'createParcel',
        item: made.json,
        at: START,
      },
      { kind: 'deleted', operation: 'deleteParcel', item: made.json },
    ]);
  });

  it('forgets what a sandbox wrote where it is reset, and nothing of another', async () => {
    const store = memoryStore();
    const { engine, on } = await bench({ store });
    const [left, right] = [
      await on('POST /~left/parcels', JSON_TYPE, BOX),
      await on('POST /~right/parcels', JSON_TYPE, BOX),
    ];
    engine.registry.reset('left');
    expect(idsOf(await on('GET /~left/parcels'))).not.toContain(idOf(left));
    expect(idsOf(await on('GET /~right/parcels'))).toContain(idOf(right));
    expect(store.list('state/left/')).toEqual([]);
    // The same ids come again: a reset is a new beginning.
    expect(idOf(await on('POST /~left/parcels', JSON_TYPE, BOX))).toBe(idOf(left));
  });

  it('is there again for a second engine over the same store, and for what is imported', async () => {
    const store = memoryStore();
    const first = await bench({ store });
    const made = await first.on('POST /~left/parcels', JSON_TYPE, BOX);
    const more = [];
    for (const weight of [1, 2, 3, 4, 5])
      more.push(idOf(await first.on('POST /~left/parcels', JSON_TYPE, { ...BOX, weight })));
    await first.on('DELETE /~left/parcels/pcl_AAAAAAAA');
    const second = await bench({ store });
    expect(idsOf(await second.on('GET /~left/parcels'))).toEqual(['pcl_BBBBBBBB', idOf(made), ...more]);
    const third = await bench();
    for (const key of store.list('state/left/'))
      third.engine.options.store.put(key, JSON.parse(JSON.stringify(store.get(key)?.value)));
    expect((await third.on('GET /~left/parcels')).json).toEqual((await first.on('GET /~left/parcels')).json);
    expect((await third.on(`GET /~left/parcels/${idOf(made)}`)).headers.etag).toBe(made.headers.etag);
  });

  it('looks again at what somebody else stored, who may have had another document', async () => {
    const store = memoryStore();
    const first = await bench({ store });
    const made = await first.on('POST /parcels', JSON_TYPE, BOX);
    const stricter = PARCELS.replaceAll('weight: { type: integer }', 'weight: { type: integer, maximum: 3 }');
    const second = await engineOf(stricter, { clock: manualClock(START), store });
    const read = await ask(second, `GET /parcels/${idOf(made)}`);
    expect(member(read.json, 'weight')).toBeLessThanOrEqual(3);
    expect(read.json).toMatchObject({ id: idOf(made), size: 'medium' });
  });

  it('answers a read in the media type that is asked for, whatever was read before', async () => {
    const inText = PARCELS.replace(
      /(operationId: getParcel[\s\S]*?content:\n)/,
      "$1            application/xml: { schema: { $ref: '#/components/schemas/Parcel' } }\n",
    );
    const engine = await engineOf(inText, { clock: manualClock(START) });
    const made = await ask(engine, 'POST /parcels', JSON_TYPE, BOX);
    const types = [];
    for (const accept of ['application/json', 'application/xml', 'application/json'])
      types.push((await ask(engine, `GET /parcels/${idOf(made)}`, { accept })).headers['content-type']);
    expect(types).toEqual(['application/json', 'application/xml', 'application/json']);
  });

  it('keeps out of the way of preferences, of the prism style and of --stateless', async () => {
    const { on } = await bench();
    const preferred = await on('POST /parcels', { ...JSON_TYPE, prefer: 'code=201' }, BOX);
    expect(preferred.headers['stunt-source']).toBe('generated');
    for (const options of [{ state: false }, { errorStyle: 'prism' as const }]) {
      const stateless = await bench(options);
      const made = await stateless.on('POST /parcels', JSON_TYPE, BOX);
      expect(made.headers['stunt-source']).not.toBe('stored');
    }
  });

  it('takes ids and keys that are no text, and an import that is none', async () => {
    const { engine, on } = await bench();
    expect((await on('POST /parcels', { ...JSON_TYPE, 'idempotency-key': '\ud800%zz/' }, BOX)).status).toBe(201);
    for (const key of ['state/left/item/%zz/%', 'state/left/item', 'state/left/replay/x', 'state/left'])
      engine.options.store.put(key, { nothing: true });
    expect((await on('GET /~left/parcels')).status).toBe(200);
  });

  it('keeps two documents of one name apart', async () => {
    const [one, other] = [await documentOf(PARCELS), await documentOf(PARCELS.replaceAll('/parcels', '/boxes'))];
    const engine = createEngine({ documents: [one, other] });
    await ask(engine, 'POST /parcels', JSON_TYPE, BOX);
    expect((await ask(engine, 'GET /boxes')).headers['stunt-source']).toBe('example');
  });

  it('is not led astray by names that JavaScript knows', async () => {
    const { on } = await bench();
    await send(
      (await bench()).engine,
      'POST /parcels',
      JSON_TYPE,
      '{"size":"a","weight":1,"__proto__":{"polluted":true},"constructor":1}',
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect((await on('GET /parcels/__proto__')).status).toBe(200);
    expect((await on('DELETE /parcels/constructor')).status).toBeLessThan(500);
  });
});

describe('a resource whose read shows nothing', () => {
  const ASSIGNEES = `
openapi: 3.1.0
info: { title: assignees, version: 1.0.0 }
paths:
  /issues/{issue}/assignees:
    post:
      parameters: [{ name: issue, in: path, required: true, schema: { type: integer } }]
      requestBody: { content: { application/json: { schema: { type: object, properties: { assignees: { type: array, items: { type: string } } } } } } }
      responses:
        '201':
          description: the issue
          content:
            application/json:
              schema:
                type: object
                required: [id, assignees]
                properties:
                  id: { type: integer }
                  assignees: { type: array, items: { type: object, required: [login], properties: { login: { type: string } } } }
  /issues/{issue}/assignees/{assignee}:
    get:
      parameters:
        - { name: issue, in: path, required: true, schema: { type: integer } }
        - { name: assignee, in: path, required: true, schema: { type: string } }
      responses: { '204': { description: it is one } }
`;

  it('is answered as valid as any other, whatever was sent under the same name', async () => {
    const engine = await engineOf(ASSIGNEES);
    const { status, json } = await send(
      engine,
      'POST /issues/7/assignees',
      { 'content-type': 'application/json' },
      '{"assignees":["hubot"]}',
    );
    expect(status).toBe(201);
    expect(json).toMatchObject({ id: expect.any(Number), assignees: expect.not.arrayContaining(['hubot']) });
  });
});

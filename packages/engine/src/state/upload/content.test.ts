import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createEngine, type Engine } from '../../engine.ts';
import type { Answer } from '../../exchange.ts';
import { handle } from '../../handle.ts';
import { loadDocument } from '../../load/load-document.ts';
import { engineOf } from '../../testing/engine-of.ts';

const KEY = { 'x-api-key': 'key_12345678' };
const BYTES = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 31 + (at >> 8)) & 255);

async function ask(engine: Engine, line: string, body: Uint8Array | string = '', type?: string): Promise<Answer> {
  const [method = '', target = ''] = line.split(' ');
  const bytes = Buffer.from(body);
  const length = bytes.length === 0 ? {} : { 'content-length': String(bytes.length) };
  const headers = { host: 'localhost', ...KEY, ...length, ...(type && { 'content-type': type }) };
  return await handle(engine, { method, target, headers, body: bytes });
}

const field = ({ headers }: Answer, name: string): string | undefined =>
  headers[headers.findIndex((each, at) => at % 2 === 0 && each.toLowerCase() === name) + 1];
const json = ({ body }: Answer): Record<string, unknown> => JSON.parse(Buffer.from(body ?? []).toString());

const FILES = `
openapi: 3.0.3
info: { title: Files, version: '1' }
paths:
  /files:
    get:
      responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/File' } } } } } }
  /files/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/File' } } } } }
    delete:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: gone } }
  /files/{id}/data:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      responses: { '200': { description: bytes, content: { '*/*': { schema: { type: string, format: binary } } } } }
    post:
      requestBody:
        content:
          multipart/form-data: { schema: { type: object, properties: { note: { type: string }, file: { type: string, format: binary } } } }
          image/png: { schema: { type: string, format: binary } }
      responses: { '204': { description: kept } }
    delete:
      responses: { '204': { description: gone } }
components:
  schemas:
    File:
      type: object
      required: [id, size]
      properties:
        id: { type: string }
        size: { type: integer, readOnly: true }
        content_type: { type: string, readOnly: true }
        sha256: { type: string, pattern: '^[0-9a-f]{64}$', readOnly: true }
`;

const ANNOUNCED = `
openapi: 3.1.0
info: { title: Files, version: '1' }
paths:
  /files:
    get: { responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/File' } } } } } } }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/File' } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/File' } } } } }
  /files/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get: { responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/File' } } } } } }
  /files/{id}/data:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get: { responses: { '200': { description: bytes, content: { '*/*': { schema: { type: string, format: binary } } } } } }
    put:
      requestBody: { content: { image/png: { schema: { type: string, format: binary } } } }
      responses: { '204': { description: kept } }
  /files/{id}/close:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    post:
      x-stunt-transition: { resource: '/files/{id}', uploaded: '/files/{id}/data', set: { closed: true } }
      responses: { '200': { description: closed, content: { application/json: { schema: { $ref: '#/components/schemas/File' } } } } }
components:
  schemas:
    File:
      type: object
      required: [id, closed]
      properties: { id: { type: string, readOnly: true }, checksum: {}, closed: { type: boolean, readOnly: true, default: false } }
`;

describe('uploads', () => {
  it('of the platform come back byte for byte once the document is complete', async () => {
    const engine = createEngine({ documents: [await loadDocument('contracts/platform/openapi.yaml')] });
    const announced = {
      intakeId: 'int_01KJQ7K0FPY2Y414',
      fileName: 'site-plan.pdf',
      mediaType: 'application/pdf',
      sizeBytes: BYTES.length,
    };
    const example = await ask(engine, 'GET /documents/doc_01KJQ730XNKVNWFT');
    const { encryption } = json(example);
    const checksum = { algorithm: 'sha-256', value: createHash('sha256').update(BYTES).digest('hex') };
    const made = await ask(
      engine,
      'POST /documents',
      JSON.stringify({ ...announced, checksum, encryption }),
      'application/json',
    );
    expect(json(made)).toMatchObject({ status: 'awaiting_upload', ...announced });
    const { id } = json(made);
    const unread = await ask(engine, `GET /documents/${id}/content`);
    expect([unread.status, json(unread).code]).toEqual([409, 'state_conflict']);
    const early = await ask(engine, `POST /documents/${id}/complete`);
    expect([early.status, json(early).code]).toEqual([409, 'content_missing']);
    await ask(engine, `PUT /documents/${id}/content`, BYTES.with(5, 1), 'application/octet-stream');
    const other = await ask(engine, `POST /documents/${id}/complete`);
    expect([other.status, json(other).code]).toEqual([409, 'checksum_mismatch']);
    await ask(engine, `PUT /documents/${id}/content`, BYTES.subarray(1), 'application/octet-stream');
    expect(json(await ask(engine, `POST /documents/${id}/complete`)).detail).toMatch(
      /^The size of what was uploaded to/,
    );
    expect(json(await ask(engine, `GET /documents/${id}`))).toMatchObject({ status: 'awaiting_upload' });
    const upload = await ask(engine, `PUT /documents/${id}/content`, BYTES, 'application/octet-stream');
    expect(upload.status).toBe(204);
    const complete = await ask(engine, `POST /documents/${id}/complete`);
    expect(json(complete)).toMatchObject({ id, status: 'available', uploadExpiresAt: null, ...announced });
    expect(json(await ask(engine, `GET /documents/${id}`))).toEqual(json(complete));
    const content = await ask(engine, `GET /documents/${id}/content`);
    expect(Buffer.from(content.body ?? []).equals(BYTES)).toBe(true);
    expect(field(content, 'content-length')).toBe('70000');
    expect(field(content, 'content-type')).toBe('application/octet-stream');
    expect(field(content, 'stunt-source')).toBe('stored');
    expect(field(content, 'content-disposition')).toBe('attachment; filename="site-plan.pdf"');
    const late = await ask(engine, `PUT /documents/${id}/content`, BYTES.with(5, 1), 'application/octet-stream');
    expect([late.status, json(late).code]).toEqual([409, 'state_conflict']);
    const unchanged = await ask(engine, `GET /documents/${id}/content`);
    expect(Buffer.from(unchanged.body ?? []).equals(BYTES)).toBe(true);
  });

  it('are refused with a Content-Digest of other bytes, where the document has one', async () => {
    const engine = createEngine({ documents: [await loadDocument('contracts/platform/openapi.yaml')] });
    const put = (sent: string) =>
      handle(engine, {
        method: 'PUT',
        target: '/documents/doc_01KJQ730XNKVNWFT/content',
        headers: { host: 'localhost', ...KEY, 'content-type': 'application/octet-stream', 'content-digest': sent },
        body: Buffer.from('bytes'),
      });
    const digest = (text: string) => `sha-256=:${createHash('sha256').update(text).digest('base64')}:`;
    const refused = await put(digest('other'));
    expect([refused.status, json(refused).detail]).toEqual([
      422,
      expect.stringContaining('must be the digest of the bytes that arrived'),
    ]);
    expect((await put(digest('bytes'))).status).toBe(204);
  });

  it('count as there for a document that nobody wrote', async () => {
    const engine = createEngine({ documents: [await loadDocument('contracts/platform/openapi.yaml')] });
    const complete = await ask(engine, 'POST /documents/doc_01KJQ730XNKVNWFT/complete');
    expect([complete.status, json(complete).status]).toEqual([200, 'available']);
  });

  it.each([
    ['hex', (hash: Buffer) => hash.toString('hex').toUpperCase()],
    ['base64', (hash: Buffer) => hash.toString('base64')],
    ['named', (hash: Buffer) => `sha-256=:${hash.toString('base64')}:`],
    ['object', (hash: Buffer) => ({ algorithm: 'SHA256', value: hash.toString('hex') })],
  ])('are compared with what is announced as %s', async (_, announced) => {
    const engine = await engineOf(ANNOUNCED);
    const right = announced(createHash('sha256').update('right').digest());
    const { id } = json(await ask(engine, 'POST /files', JSON.stringify({ checksum: right }), 'application/json'));
    await ask(engine, `PUT /files/${id}/data`, 'wrong', 'image/png');
    const refused = await ask(engine, `POST /files/${id}/close`);
    expect([refused.status, json(refused).code]).toEqual([409, 'UPLOAD_MISMATCH']);
    await ask(engine, `PUT /files/${id}/data`, 'right', 'image/png');
    expect(json(await ask(engine, `POST /files/${id}/close`))).toMatchObject({ id, closed: true });
  });

  it('keep the media type that was sent, and tell size, type and checksum in the item', async () => {
    const engine = await engineOf(FILES);
    await ask(engine, 'POST /files/a/data', 'tiny png', 'image/png');
    expect(field(await ask(engine, 'GET /files/a/data'), 'content-type')).toBe('image/png');
    expect(json(await ask(engine, 'GET /files/a'))).toMatchObject({
      id: 'a',
      size: 8,
      content_type: 'image/png',
      sha256: '3eb273405fbaf7dbc679e49e50f0d0886a560e21a8f08a4b9ca29b6dde0c479c',
    });
  });

  it('of a form keep its file', async () => {
    const engine = await engineOf(FILES);
    const form = new FormData();
    form.set('note', 'hello');
    form.set('file', new File([BYTES], 'a.bin', { type: 'application/x-bin' }));
    const sent = new Response(form);
    const type = sent.headers.get('content-type') ?? '';
    await ask(engine, 'POST /files/a/data', new Uint8Array(await sent.arrayBuffer()), type);
    const content = await ask(engine, 'GET /files/a/data');
    expect(Buffer.from(content.body ?? []).equals(BYTES)).toBe(true);
    expect(field(content, 'content-type')).toBe('application/x-bin');
  });

  it('replace each other, go with a delete, and belong to one path of one sandbox', async () => {
    const engine = await engineOf(FILES, { sandboxes: ['acme'] });
    await ask(engine, 'POST /files/a/data', 'one', 'image/png');
    await ask(engine, 'POST /files/a/data', 'two', 'image/png');
    expect(Buffer.from((await ask(engine, 'GET /files/a/data')).body ?? []).toString()).toBe('two');
    for (const other of ['/files/b/data', '/~acme/files/a/data'])
      expect(field(await ask(engine, `GET ${other}`), 'stunt-source')).not.toBe('stored');
    expect((await ask(engine, 'DELETE /files/a/data')).status).toBe(204);
    expect((await ask(engine, 'GET /files/a/data')).status).toBe(404);
  });

  it('are gone with the item that they belong to', async () => {
    const engine = await engineOf(FILES);
    await ask(engine, 'POST /files/a/data', 'one', 'image/png');
    await ask(engine, 'DELETE /files/a');
    expect((await ask(engine, 'GET /files/a/data')).status).toBe(404);
    expect((await ask(engine, 'POST /files/a/data', 'two', 'image/png')).status).toBe(404);
  });
});

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
    const { checksum, encryption } = json(example);
    const made = await ask(
      engine,
      'POST /documents',
      JSON.stringify({ ...announced, checksum, encryption }),
      'application/json',
    );
    expect(json(made)).toMatchObject({ status: 'awaiting_upload', ...announced });
    const { id } = json(made);
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

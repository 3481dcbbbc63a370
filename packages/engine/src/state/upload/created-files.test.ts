import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../../engine.ts';
import type { Answer } from '../../exchange.ts';
import { handle } from '../../handle.ts';
import { engineOf } from '../../testing/engine-of.ts';

/** A photo is made by a form, and nothing says how its bytes would be written otherwise. */
const PHOTOS = `
openapi: 3.1.0
info: { title: Photos, version: '1' }
paths:
  /albums/{album}/photos:
    parameters: [{ name: album, in: path, required: true, schema: { type: string } }]
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties: { title: { type: string }, file: { type: string, format: binary }, thumbnail: { type: string, format: binary } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Photo' } } } } }
    get:
      responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Photo' } } } } } }
  /albums/{album}/photos/{id}:
    parameters:
      - { name: album, in: path, required: true, schema: { type: string } }
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Photo' } } } } }
    delete: { responses: { '204': { description: gone } } }
  /albums/{album}/photos/{id}/CONTENT:
    parameters:
      - { name: album, in: path, required: true, schema: { type: string } }
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      responses: { '200': { description: bytes, content: { image/*: { schema: { type: string, format: binary } } } } }
components:
  schemas:
    Photo:
      type: object
      required: [id, size, fileName]
      properties:
        id: { type: string, readOnly: true }
        title: { type: string }
        size: { type: integer, readOnly: true }
        fileName: { type: string, readOnly: true }
        mediaType: { type: string, readOnly: true }
`;
/** The bytes are what the item itself answers. */
const BLOBS = PHOTOS.replace(
  / {2}\/albums\/\{album\}\/photos\/\{id\}:[\s\S]*?CONTENT:/,
  '  /albums/{album}/photos/{id}:',
);
const BYTES = Uint8Array.from({ length: 3000 }, (_, at) => (at * 7) & 255);

async function ask(engine: Engine, line: string, form?: FormData): Promise<Answer> {
  const [method = '', target = ''] = line.split(' ');
  const sent = form && new Response(form);
  const body = sent ? new Uint8Array(await sent.arrayBuffer()) : new Uint8Array();
  const type = sent?.headers.get('content-type');
  const headers = { host: 'localhost', ...(type && { 'content-type': type, 'content-length': String(body.length) }) };
  return await handle(engine, { method, target, headers, body });
}

const json = ({ body }: Answer): Record<string, unknown> => JSON.parse(Buffer.from(body ?? []).toString());
const field = ({ headers }: Answer, name: string): string | undefined =>
  headers[headers.findIndex((each, at) => at % 2 === 0 && each.toLowerCase() === name) + 1];

function photo(): FormData {
  const form = new FormData();
  form.set('title', 'Harbour');
  form.set('thumbnail', new File(['small'], 'small.png', { type: 'image/png' }));
  form.set('file', new File([BYTES], 'harbour.png', { type: 'image/png' }));
  return form;
}

describe('a file in the form that makes an item', () => {
  it('is read back below the item, which says what is known of it', async () => {
    const engine = await engineOf(PHOTOS);
    const form = photo();
    form.delete('thumbnail');
    const made = json(await ask(engine, 'POST /albums/a/photos', form));
    expect(made).toMatchObject({ title: 'Harbour', size: 3000, fileName: 'harbour.png', mediaType: 'image/png' });
    expect(json(await ask(engine, `GET /albums/a/photos/${made.id}`))).toEqual(made);
    const content = await ask(engine, `GET /albums/a/photos/${made.id}/CONTENT`);
    expect(Buffer.from(content.body ?? []).equals(BYTES)).toBe(true);
    expect(field(content, 'content-type')).toBe('image/png');
    expect(field(content, 'stunt-source')).toBe('stored');
    expect((await ask(engine, 'GET /albums/b/photos/x/CONTENT')).source).not.toBe('stored');
  });

  it('is the part that is called as the path ends', async () => {
    const engine = await engineOf(PHOTOS.replace('CONTENT', 'file'));
    const { id } = json(await ask(engine, 'POST /albums/a/photos', photo()));
    const { body } = await ask(engine, `GET /albums/a/photos/${id}/file`);
    expect(Buffer.from(body ?? []).equals(BYTES)).toBe(true);
  });

  it('is what the item answers, where that is bytes', async () => {
    const engine = await engineOf(BLOBS);
    const form = photo();
    form.delete('thumbnail');
    const { id } = json(await ask(engine, 'POST /albums/a/photos', form));
    const { body } = await ask(engine, `GET /albums/a/photos/${id}`);
    expect(Buffer.from(body ?? []).equals(BYTES)).toBe(true);
  });

  it('goes with the item, from memory and from the store', async () => {
    const engine = await engineOf(PHOTOS);
    const { id } = json(await ask(engine, 'POST /albums/a/photos', photo()));
    const blobs = async () =>
      (await engine.options.store.list('state/default/')).filter((key) => key.includes('/blob/'));
    expect(await blobs()).toHaveLength(1);
    await ask(engine, `DELETE /albums/a/photos/${id}`);
    expect((await ask(engine, `GET /albums/a/photos/${id}/CONTENT`)).status).toBe(404);
    expect(await blobs()).toEqual([]);
  });

  it('is in memory once, whatever the store keeps of it', async () => {
    const engine = await engineOf(PHOTOS);
    const { id } = json(await ask(engine, 'POST /albums/a/photos', photo()));
    const [key = ''] = (await engine.options.store.list('state/default/')).filter((each) => each.includes('/blob/'));
    const kept = (await engine.options.store.get(key))?.value;
    const { body } = await ask(engine, `GET /albums/a/photos/${id}/CONTENT`);
    expect(kept).toBeInstanceOf(Uint8Array);
    expect(kept instanceof Uint8Array && kept.buffer).toBe(body?.buffer);
  });
});

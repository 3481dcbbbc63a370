import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningServer, startServer } from './server.ts';
import { documentOf } from './testing/engine-of.ts';
import { manualClock } from './time/clock.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: Notes, version: '1' }
paths:
  /notes:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } }
  /notes/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      responses: { '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } }
    delete:
      responses: { '204': { description: gone } }
components:
  schemas:
    Note: { type: object, required: [id, text], properties: { id: { type: string, readOnly: true }, text: { type: string } } }
`;

let folder: string;
let server: RunningServer;
let now: number;
const start = async (): Promise<RunningServer> => {
  const clock = { ...manualClock(), now: () => now };
  return startServer({ documents: [await documentOf(DOCUMENT)], port: 0, storage: 'sqlite', folder, clock });
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stunt-deleted-'));
  now = Date.UTC(2026, 0, 1);
  server = await start();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const kept = (text: string): boolean =>
  readdirSync(join(folder, '.stunt'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(text));
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A note with a word that nothing else has, which is in the file by now. */
async function written(): Promise<{ id: string }> {
  await server.createSandbox({ name: 'acme', ttl: 60_000 });
  const made = await fetch(`${server.url}/~acme/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"text":"canary of ada"}',
  });
  await until(() => kept('canary of ada'));
  return (await made.json()) as { id: string };
}

describe('what was written in a sandbox', () => {
  it.each<[string, (id: string) => unknown]>([
    ['a sandbox that is deleted', () => server.engine.registry.delete('acme')],
    ['one that starts anew', () => server.engine.registry.reset('acme')],
    [
      'one whose time is over',
      () => {
        now += 60_001;
        return server.engine.registry.list();
      },
    ],
    ['an item that a client deletes', (id) => fetch(`${server.url}/~acme/notes/${id}`, { method: 'DELETE' })],
  ])('is in no file after the end of %s, while the double runs', async (_, end) => {
    const { id } = await written();
    await end(id);
    await until(() => !kept('canary of ada'));
  });

  it.each<[string, () => unknown]>([
    ['deleted', () => server.engine.registry.delete('acme')],
    ['reset', () => server.engine.registry.reset('acme')],
  ])('does not come back where the double is killed right after its sandbox was %s', async (_, end) => {
    await written();
    end();
    // What a killed process leaves.
    const left = `${folder}-left`;
    cpSync(folder, left, { recursive: true });
    await server.close();
    rmSync(folder, { recursive: true });
    folder = left;
    server = await start();
    expect(kept('canary of ada')).toBe(false);
  });

  it('is in no file, and in no sandbox of the same name, where its time was over before the double started', async () => {
    await written();
    const { secret } = server.engine.webhooks.add('acme', { url: 'http://127.0.0.1:9/' });
    await server.close();
    now += 60_001;
    server = await start();
    await until(() => ['canary of ada', secret, 'acme'].every((word) => !kept(word)));
    await server.createSandbox({ name: 'acme' });
    expect(server.engine.webhooks.subscriptions('acme')).toEqual([]);
  });

  it('is in no file where the keys of a sandbox were rotated', async () => {
    await written();
    const { credentials } = server.engine.registry.get('acme') ?? {};
    if (credentials === undefined) throw new Error('acme is gone');
    server.engine.registry.rotateKeys('acme');
    for (const secret of Object.values(credentials)) await until(() => !kept(secret));
    expect(kept('canary of ada')).toBe(true);
  });
});

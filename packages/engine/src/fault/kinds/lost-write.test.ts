import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadDocument } from '../../load/load-document.ts';
import { type RunningServer, startServer } from '../../server.ts';
import type { StateChange } from '../../state-change.ts';

const INTAKE = '{"recipientId":"prt_01HV3PBHEG79FAMF","category":"other","subject":"A case"}';

describe('lost-write', () => {
  let server: RunningServer;
  let changes: StateChange[] = [];
  beforeAll(async () => {
    server = await startServer({ documents: [await loadDocument('contracts/platform/openapi.yaml')], port: 0 });
    server.engine.changes.watch((change) => void changes.push(change));
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.engine.faults.clear('*');
    server.engine.faults.clear('default');
    changes = [];
  });

  const ask = async (line: string, body?: string, fields: Record<string, string> = {}) => {
    const [method = '', path = ''] = line.split(' ');
    const headers = { 'x-api-key': 'key_12345678', ...(body && { 'content-type': 'application/json' }), ...fields };
    const response = await fetch(`${server.url}${path}`, { method, headers, ...(body && { body }) });
    const json: unknown = JSON.parse((await response.text()) || 'null');
    return { status: response.status, json, id: idOf(json) };
  };
  const lose = (): void => void server.engine.faults.put('default', { kind: 'lost-write' });
  const noted = () => server.engine.journal.entries().at(-1)?.faults;

  it('confirms a creation, and nothing is there, in lists neither; nobody is told', async () => {
    const before = await ask('GET /intakes');
    lose();
    const made = await ask('POST /intakes', INTAKE);
    expect(made).toMatchObject({ status: 201, json: { subject: 'A case' } });
    expect(noted()).toEqual([expect.stringMatching(/lost-write fired$/)]);
    expect((await ask('GET /intakes')).json).toEqual(before.json);
    expect(noted()).toEqual([expect.stringContaining('not fired: a GET writes nothing')]);
    expect(changes).toEqual([]);
    server.engine.faults.clear('default');
    const kept = await ask('POST /intakes', INTAKE);
    expect(kept.id).not.toBe(made.id);
    expect((await ask(`GET /intakes/${kept.id}`)).json).toEqual(kept.json);
    expect(changes).toHaveLength(1);
  });

  it('confirms an action and a change of what is there, which stays as it was', async () => {
    const made = await ask('POST /intakes', INTAKE);
    lose();
    expect(await ask(`POST /intakes/${made.id}/submit`)).toMatchObject({ status: 200, json: { status: 'submitted' } });
    expect((await ask(`GET /intakes/${made.id}`)).json).toEqual(made.json);
    expect(changes).toHaveLength(1);
  });

  it('confirms an update and a deletion, and the item is as it was', async () => {
    const made = await ask('POST /intakes', INTAKE);
    lose();
    const patched = await ask(`PATCH /intakes/${made.id}`, '{"subject":"Lost"}');
    expect(patched).toMatchObject({ status: 200, json: { subject: 'Lost' } });
    expect((await ask(`GET /intakes/${made.id}`)).json).toEqual(made.json);
    expect((await ask(`DELETE /intakes/${made.id}`)).status).toBe(204);
    expect(noted()).toEqual([expect.stringMatching(/lost-write fired$/)]);
    expect((await ask(`GET /intakes/${made.id}`)).json).toEqual(made.json);
    expect(changes).toHaveLength(1);
  });

  it('confirms an upload, and the bytes before it are still there', async () => {
    const content = '/documents/doc_01KJQ730XNKVNWFT/content';
    const upload = async (bytes: string) => {
      const headers = { 'x-api-key': 'key_12345678', 'content-type': 'application/octet-stream' };
      return (await fetch(server.url + content, { method: 'PUT', headers, body: bytes })).status;
    };
    const download = async () =>
      (await fetch(server.url + content, { headers: { 'x-api-key': 'key_12345678' } })).text();
    expect(await upload('first')).toBe(204);
    lose();
    expect(await upload('second')).toBe(204);
    expect(noted()).toEqual([expect.stringMatching(/lost-write fired$/)]);
    expect(await download()).toBe('first');
    server.engine.faults.clear('default');
    expect(await upload('third')).toBe(204);
    expect(await download()).toBe('third');
  });

  it('keeps no answer for the idempotency key: who asks again is answered by a write that counts', async () => {
    const key = { 'idempotency-key': 'b6b1f5a2-6f1e-4f2c-9a56-2f1d3e4c5b6a' };
    lose();
    const lost = await ask('POST /intakes', INTAKE, key);
    expect(lost.status).toBe(201);
    server.engine.faults.clear('default');
    const kept = await ask('POST /intakes', INTAKE, key);
    expect([kept.status, kept.id === lost.id]).toEqual([201, false]);
    expect(changes).toMatchObject([{ kind: 'created', id: kept.id }]);
  });

  it('does not fire for a request that is refused', async () => {
    lose();
    expect((await ask('POST /intakes', '{}')).status).toBeGreaterThanOrEqual(400);
    expect(noted()).toEqual([expect.stringContaining('not fired: the request did not get to any state')]);
  });
});

const idOf = (json: unknown): string =>
  typeof json === 'object' && json !== null && 'id' in json ? String(json.id) : '';

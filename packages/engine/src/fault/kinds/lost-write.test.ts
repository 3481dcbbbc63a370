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

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startServer } from '../server.ts';
import { documentOf } from '../testing/engine-of.ts';
import { manualClock } from '../time/clock.ts';

const DOCUMENT = `
openapi: 3.1.0
info: { title: notes, version: 1.0.0 }
paths:
  /notes/{id}:
    get:
      operationId: getNote
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string } } }, example: { id: n1 } } } } }
`;

const clock = manualClock(Date.parse('2026-01-01T00:00:00Z'));
let folder: string;
let server: RunningServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stunt-control-'));
  server = await startServer({ documents: [await documentOf(DOCUMENT)], port: 0, sandboxes: ['acme'], folder, clock });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Through the data port, unless the path is a whole URL. */
async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const url = path.startsWith('http') ? path : server.url + path;
  const sent =
    body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
  const answer = await fetch(url, { method, headers, ...sent });
  const text = await answer.text();
  return {
    status: answer.status,
    json: text.startsWith('{') ? JSON.parse(text) : text,
    type: answer.headers.get('content-type'),
  };
}

describe('faults by the control API', () => {
  it('puts, lists and removes a rule, and the data plane follows at once', async () => {
    const added = await call('POST', '/_stunt/faults', {
      kind: 'status',
      options: { code: 503 },
      where: { operation: 'getNote' },
      ttl: '30s',
    });
    expect(added).toMatchObject({
      status: 201,
      json: { id: expect.any(String), kind: 'status', fired: 0, expiresAt: '2026-01-01T00:00:30.000Z' },
    });
    expect((await call('GET', '/notes/1')).status).toBe(503);
    expect((await call('GET', '/_stunt/faults')).json.faults).toMatchObject([{ id: added.json.id, fired: 1 }]);
    expect((await call('DELETE', `/_stunt/faults/${added.json.id}`)).status).toBe(204);
    expect((await call('GET', '/notes/1')).status).toBe(200);
  });

  it('puts under an id of the caller, again without a difference', async () => {
    const rule = { kind: 'status', options: { code: 500 } };
    for (let i = 0; i < 2; i++) expect((await call('PUT', '/_stunt/faults/mine', rule)).status).toBe(200);
    expect((await call('GET', '/_stunt/faults')).json.faults).toHaveLength(1);
    expect((await call('DELETE', '/_stunt/faults')).json).toMatchObject({ cleared: 1 });
  });

  it('acts for one sandbox below its name', async () => {
    await call('POST', '/~acme/_stunt/faults', { kind: 'status' });
    expect([(await call('GET', '/~acme/notes/1')).status, (await call('GET', '/notes/1')).status]).toEqual([503, 200]);
    await call('DELETE', '/_stunt/faults?all=true');
    expect((await call('GET', '/~acme/notes/1')).status).toBe(200);
    expect(await call('GET', '/~nobody/_stunt/faults')).toMatchObject({
      status: 404,
      json: { code: 'SANDBOX_UNKNOWN' },
    });
  });

  it('refuses a wrong rule as a whole and keeps those in force', async () => {
    await call('PUT', '/_stunt/faults/kept', { kind: 'status' });
    for (const wrong of [
      { kind: 'statsu' },
      { kind: 'status', options: { code: 42 } },
      { kind: 'status', where: { operation: 'getNots' } },
    ]) {
      expect(await call('PUT', '/_stunt/faults/kept', wrong)).toMatchObject({
        status: 400,
        type: expect.stringContaining('problem+json'),
        json: { code: 'FAULT_INVALID' },
      });
    }
    expect((await call('GET', '/_stunt/faults/kept')).json).toMatchObject({ kind: 'status' });
    await call('DELETE', '/_stunt/faults');
  });

  it('answers on its own listener while the data port refuses every connection', async () => {
    expect((await call('POST', '/_stunt/faults?sandbox=*', { kind: 'refuse' })).status).toBe(201);
    await expect(fetch(`${server.url}/notes/1`)).rejects.toThrow();
    expect((await call('DELETE', `${server.controlUrl}/faults?all=true`)).status).toBe(200);
    expect((await call('GET', '/notes/1')).status).toBe(200);
  });

  it('shows what a fault would make of an answer', async () => {
    const { status, json } = await call('POST', '/_stunt/faults/preview', {
      operation: 'getNote',
      kind: 'drift',
      options: { mode: 'missing-required' },
    });
    expect([status, json.pointer]).toEqual([200, '/id']);
    expect(json.diff).toContain('-');
  });
});

describe('clearing', () => {
  it('ends the runs that would put further faults in force, and says so', async () => {
    const { json: run } = await call('POST', '/_stunt/scenarios/brownout/run');
    expect((await call('DELETE', '/_stunt/faults')).json).toMatchObject({ stopped: [run.id], everySandbox: 0 });
    expect((await call('GET', `/_stunt/scenarios/runs/${run.id}?wait=true`)).json.state).toBe('stopped');
    expect((await call('GET', '/_stunt/faults')).json.faults).toEqual([]);
  });

  it('says what of every sandbox is still on', async () => {
    await call('POST', '/_stunt/faults?sandbox=*', { kind: 'status' });
    expect((await call('DELETE', '/_stunt/faults')).json).toMatchObject({ cleared: 0, everySandbox: 1 });
    expect((await call('DELETE', '/_stunt/faults?sandbox=*')).json).toMatchObject({ cleared: 1, everySandbox: 0 });
  });
});

describe('a sandbox', () => {
  it('acts for itself only', async () => {
    for (const [method, path] of [
      ['POST', '/~acme/_stunt/faults?sandbox=*'],
      ['DELETE', '/~acme/_stunt/faults?all=true'],
      ['POST', '/_stunt/faults?sandbox=acme'],
    ] as const) {
      const refused = await call(method, path, method === 'POST' ? { kind: 'status' } : undefined);
      expect(refused).toMatchObject({ status: 400, json: { code: 'CONTROL_INVALID' } });
    }
    expect((await call('GET', '/_stunt/faults?sandbox=*')).json.faults).toEqual([]);
  });
});

describe('tls faults', () => {
  it('are refused where the port speaks no TLS', async () => {
    const refused = await call('POST', '/_stunt/faults?sandbox=*', { kind: 'tls' });
    expect(refused).toMatchObject({ status: 400, json: { detail: expect.stringContaining('--tls') } });
  });
});

describe('access', () => {
  it('refuses a page of another origin, and a name that was rebound', async () => {
    expect(await call('GET', '/_stunt/health', undefined, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      json: { code: 'CONTROL_FORBIDDEN' },
    });
  });

  it('asks for the token where there is one', async () => {
    const own = await startServer({ documents: [await documentOf(DOCUMENT)], port: 0, token: 's3cret' });
    try {
      expect((await call('GET', `${own.controlUrl}/health`)).status).toBe(401);
      expect(
        (await call('GET', `${own.controlUrl}/health`, undefined, { authorization: 'Bearer s3cret' })).status,
      ).toBe(200);
    } finally {
      await own.close();
    }
  });
});

describe('clock, journal, scenarios', () => {
  it('moves the clock of one sandbox', async () => {
    await call('POST', '/_stunt/faults', { kind: 'status', ttl: '30s' });
    expect((await call('PUT', '/_stunt/clock', { offset: '31s' })).json).toEqual({
      now: '2026-01-01T00:00:31.000Z',
      offset: '31s',
    });
    expect((await call('GET', '/notes/1')).status).toBe(200);
    expect((await call('PUT', '/_stunt/clock', { offset: 'soon' })).json).toMatchObject({ code: 'CONTROL_INVALID' });
    expect((await call('POST', '/_stunt/reset')).json).toMatchObject({ sandbox: 'default' });
    expect((await call('GET', '/_stunt/clock')).json.offset).toBe('0s');
  });

  it('finds requests by operation and status, and one by its id', async () => {
    await call('POST', '/_stunt/reset');
    const answer = await fetch(`${server.url}/notes/1`);
    await call('GET', '/nowhere');
    const { requests, total } = (await call('GET', '/_stunt/requests?operation=getNote&status=2xx')).json;
    expect([total, requests[0].id]).toEqual([1, answer.headers.get('stunt-request-id')]);
    expect((await call('GET', `/_stunt/requests/${requests[0].id}`)).json).toMatchObject({
      operation: 'getNote',
      status: 200,
    });
    expect((await call('GET', '/_stunt/requests?limit=none')).json.code).toBe('CONTROL_INVALID');
    expect((await call('GET', '/_stunt/requests?operation=getNotes')).json).toMatchObject({
      status: 400,
      code: 'CONTROL_INVALID',
      detail: expect.stringMatching(/^operation is "getNotes"; there is no operation of that name\. Nearest: getNote/),
    });
    expect((await call('GET', '/_stunt/requests/none')).status).toBe(404);
  });

  it('streams what happens', async () => {
    const controller = new AbortController();
    const answer = await fetch(`${server.url}/_stunt/events`, { signal: controller.signal });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    await call('GET', '/notes/1');
    const { value = '' } = (await reader?.read()) ?? {};
    expect(value).toMatch(/^event: exchange\ndata: \{.*"operation":"getNote".*\}\n\n$/s);
    controller.abort();
  });

  it('runs a scenario, follows it and reports on it', async () => {
    const started = await call('POST', '/_stunt/scenarios/outage/run', { where: { operation: 'getNote' } });
    expect(started).toMatchObject({ status: 201, json: { state: 'running', phase: 'down' } });
    expect((await call('GET', '/notes/1')).status).toBe(503);
    const id = started.json.id;
    expect(await call('POST', `/_stunt/scenarios/runs/${id}/skip`, { to: 'wel' })).toMatchObject({
      json: { detail: `${id} has no phase "wel"; it has down, well.` },
    });
    expect((await call('POST', `/_stunt/scenarios/runs/${id}/skip`, { to: 'well' })).status).toBe(200);
    expect((await call('POST', `/_stunt/scenarios/runs/${id}/stop`)).json.state).toBe('stopped');
    expect(await call('POST', `/_stunt/scenarios/runs/${id}/skip`)).toMatchObject({
      json: { detail: `${id} is stopped: there is nothing to skip to.` },
    });
    expect((await call('GET', `/_stunt/scenarios/runs/${id}?wait=true`)).json.state).toBe('stopped');
    expect((await call('GET', '/notes/1')).status).toBe(200);
    expect((await call('GET', `/_stunt/scenarios/runs/${id}/report`)).json).toMatchObject({
      scenario: 'outage',
      firings: { status: 1 },
    });
    expect((await call('GET', `/_stunt/scenarios/runs/${id}/report?format=html`)).type).toContain('text/html');
    expect(await call('POST', '/_stunt/scenarios/outrage/run')).toMatchObject({
      status: 404,
      json: { code: 'SCENARIO_UNKNOWN' },
    });
  });

  it('refuses a scenario whose last phase has a mistake, before it begins', async () => {
    const scenario = {
      name: 'own',
      phases: [
        { name: 'a', for: '1s', rules: [{ kind: 'status' }] },
        { name: 'b', for: '1s', rules: [{ kind: 'nope' }] },
      ],
    };
    expect(await call('POST', '/_stunt/scenarios/run', { scenario })).toMatchObject({
      status: 400,
      json: { code: 'FAULT_INVALID', detail: expect.stringMatching(/^\/phases\/1\/rules\/0: /) },
    });
    expect((await call('GET', '/_stunt/faults')).json.faults).toEqual([]);
  });
});

describe('server file', () => {
  it('says where control is while the double runs', () => {
    const content = JSON.parse(readFileSync(join(folder, '.stunt', 'server.json'), 'utf8'));
    expect(content).toMatchObject({ pid: process.pid, url: server.url, controlUrl: server.controlUrl });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiDocument } from './operation.ts';
import { type RunningServer, type ServerOptions, startServer } from './server.ts';
import { documentOf } from './testing/engine-of.ts';
import { manualClock } from './time/clock.ts';

/** Sandboxes from outside: made, used, shared, kept, ended. */
const NOTES = `
openapi: 3.1.0
info: { title: notes, version: 1.0.0 }
paths:
  /notes:
    get:
      operationId: listNotes
      responses: { '200': { description: all, content: { application/json: { example: [] } } } }
`;

const GENERATED = `
openapi: 3.1.0
info: { title: notes, version: 1.0.0 }
paths:
  /notes/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: one, content: { application/json: { schema: { type: object, required: [text], properties: { text: { type: string, minLength: 20 } } } } } } }
`;

let document: ApiDocument;
beforeAll(async () => {
  document = await documentOf(NOTES);
});

const servers: RunningServer[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function start(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({ documents: [document], port: 0, ...options });
  servers.push(server);
  return server;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stunt-sandboxes-'));
  folders.push(folder);
  return folder;
}

async function call(method: string, url: string, body?: unknown, headers: Record<string, string> = {}) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers: { ...type, ...headers }, ...sent });
  const text = await answer.text();
  const json = text === '' ? undefined : JSON.parse(text);
  return { status: answer.status, json, retryAfter: answer.headers.get('retry-after') };
}

const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });
const create = async (server: RunningServer, given: object) =>
  (await call('POST', `${server.url}/_stunt/sandboxes`, given)).json;

describe('sandboxes by the control API', () => {
  it('are made, and answer at once', async () => {
    const clock = manualClock(Date.parse('2026-01-01T00:00:00Z'));
    const server = await start({ clock });
    const made = await create(server, { name: 'acme', ttl: '7d' });
    expect(Object.keys(made).join()).toBe('name,baseUrl,apiKey,clientId,clientSecret,tokenUrl,controlKey,expiresAt');
    expect(made).toMatchObject({
      baseUrl: `${server.url}/~acme`,
      tokenUrl: `${server.url}/~acme/_auth/token`,
      expiresAt: '2026-01-08T00:00:00.000Z',
    });
    expect((await call('GET', `${made.baseUrl}/notes`)).status).toBe(200);
    clock.advance(7 * 86_400_000);
    expect((await call('GET', `${made.baseUrl}/notes`)).json.code).toBe('SANDBOX_UNKNOWN');
  });

  it('are refused with a time that no calendar has, and so are invitations, faults and clocks', async () => {
    const server = await start({ sandboxes: ['acme'] });
    const ttl = '99999999999d';
    const stunt = `${server.url}/_stunt`;
    const answers = [
      await call('POST', `${stunt}/sandboxes`, { name: 'far', ttl }),
      await call('PUT', `${stunt}/sandboxes/acme`, { ttl }),
      await call('POST', `${stunt}/invitations`, { ttl }),
      await call('POST', `${stunt}/invitations`, { sandboxTtl: ttl }),
      await call('POST', `${server.url}/~acme/_stunt/faults`, { kind: 'status', ttl }),
      await call('PUT', `${server.url}/~acme/_stunt/clock`, { offset: ttl }),
    ];
    expect(answers.map(({ status, json }) => [status, json.detail.includes('up to 36500d')])).toEqual(
      answers.map(() => [400, true]),
    );
    const { sandboxes } = (await call('GET', `${stunt}/sandboxes`)).json;
    expect(sandboxes.map(({ name }: { name: string }) => name)).toEqual(['acme', 'default']);
    expect((await call('GET', `${server.url}/~acme/_stunt/clock`)).json.offset).toBe('0s');
  });

  it('list without credentials, and show one with them', async () => {
    const server = await start();
    const { apiKey } = await create(server, { name: 'acme' });
    const list = await call('GET', `${server.url}/_stunt/sandboxes`);
    expect(list.json.sandboxes.map(({ name }: { name: string }) => name)).toEqual(['acme', 'default']);
    expect(JSON.stringify(list.json)).not.toContain(apiKey);
    expect((await call('GET', `${server.url}/_stunt/sandboxes/acme`)).json).toMatchObject({ apiKey, auth: 'enforce' });
  });

  it('start anew and leave others alone', async () => {
    const server = await start({ sandboxes: ['acme', 'initech'] });
    const { store } = server.engine.options;
    for (const name of ['acme', 'initech']) {
      store.put(`state/${name}/notes/1`, { id: 1 });
      await call('PUT', `${server.url}/~${name}/_stunt/clock`, { offset: '1h' });
      await call('POST', `${server.url}/~${name}/_stunt/faults`, { kind: 'status' });
      await call('POST', `${server.url}/~${name}/_stunt/scenarios/brownout/run`, {});
      await call('GET', `${server.url}/~${name}/notes`);
    }
    await call('POST', `${server.url}/_stunt/sandboxes/acme/reset`);
    const left = async (name: string) => {
      const ask = async (path: string) => (await call('GET', `${server.url}/~${name}/_stunt${path}`)).json;
      return [
        (await ask('/faults')).faults.length > 0,
        (await ask('/clock')).offset,
        (await ask('/requests')).total,
        (await ask('/scenarios')).runs[0].state,
        await store.list(`state/${name}/`),
      ];
    };
    expect(await left('acme')).toEqual([false, '0s', 0, 'stopped', []]);
    expect(await left('initech')).toEqual([true, '1h', 1, 'running', ['state/initech/notes/1']]);
  });

  it('are deleted with all that is in them, but for the default one', async () => {
    const server = await start({ sandboxes: ['acme'] });
    server.engine.options.store.put('state/acme/notes/1', { id: 1 });
    const url = `${server.url}/_stunt/sandboxes`;
    expect([(await call('DELETE', `${url}/acme`)).status, (await call('DELETE', `${url}/acme`)).status]).toEqual([
      204, 204,
    ]);
    expect(await server.engine.options.store.list('state/')).toEqual([]);
    expect(await call('DELETE', `${url}/default`)).toMatchObject({ status: 409, json: { code: 'SANDBOX_KEPT' } });
  });

  it('have their time from now on where they replace an older one; a change that would end one is refused', async () => {
    const clock = manualClock(Date.parse('2026-01-01T00:00:00Z'));
    const server = await start({ clock });
    const stunt = `${server.url}/_stunt/sandboxes`;
    await create(server, { name: 'acme', ttl: '1h' });
    const file = (await call('GET', `${stunt}/acme/export`)).json;
    await call('PUT', `${stunt}/acme`, { ttl: '7d' });
    clock.advance(2 * 3_600_000);
    const refused = await call('PUT', `${stunt}/acme`, { ttl: '90m' });
    expect([refused.status, refused.json.code]).toEqual([400, 'SANDBOX_INVALID']);
    const replaced = await call('POST', `${stunt}/import?replace=true`, file);
    expect([replaced.status, replaced.json.expiresAt]).toEqual([201, '2026-01-01T03:00:00.000Z']);
    expect((await call('GET', `${replaced.json.baseUrl}/notes`)).status).toBe(200);
  });

  it('go from one double to another with settings, state and, where asked for, credentials', async () => {
    const [from, to] = [await start(), await start()];
    const made = await create(from, { name: 'acme', seed: 'x', ttl: '7d' });
    const state = { title: 'x', file: new Uint8Array([0, 1, 255]) };
    from.engine.options.store.put('state/acme/notes/1', state);
    const file = (await call('GET', `${from.url}/_stunt/sandboxes/acme/export?credentials=true`)).json;
    const taken = await call('POST', `${to.url}/_stunt/sandboxes/import`, file);
    expect(taken).toMatchObject({ status: 201, json: { apiKey: made.apiKey, controlKey: made.controlKey } });
    expect((await to.engine.options.store.get('state/acme/notes/1'))?.value).toEqual(state);
    const bare = (await call('GET', `${from.url}/_stunt/sandboxes/acme/export`)).json;
    expect(JSON.stringify(bare)).not.toContain(made.apiKey);
    expect((await call('POST', `${to.url}/_stunt/sandboxes/import`, bare)).json.code).toBe('SANDBOX_EXISTS');
    expect((await call('POST', `${to.url}/_stunt/sandboxes/import?replace=true`, bare)).json.apiKey).toBe(made.apiKey);
    expect((await call('POST', `${to.url}/_stunt/sandboxes/import?name=copy`, bare)).json.apiKey).toMatch(/^sk_copy_/);
  });

  it.each([
    [{}, 'CONTROL_INVALID', 'name is missing'],
    [{ name: 'a', ttl: '7' }, 'CONTROL_INVALID', 'ttl is "7"; write a duration'],
    [{ name: 'a', auth: 'no' }, 'CONTROL_INVALID', 'allowed: off, presence, enforce'],
    [{ name: 'a', listen: 70_000 }, 'CONTROL_INVALID', 'listen is 70000'],
    [{ name: 'a', tll: '7d' }, 'CONTROL_INVALID', 'tll is not known here'],
    [{ name: 'A' }, 'SANDBOX_INVALID', '"A" is no name of a sandbox'],
  ])('are refused as %j', async (given, code, detail) => {
    const refused = await create(await start(), given);
    expect(refused).toMatchObject({ code, detail: expect.stringContaining(detail) });
  });
});

describe('generated data', () => {
  it('is a function of the seed of the sandbox, where it has one of its own', async () => {
    const sandboxes = ['plain', { name: 'monday', seed: 'monday' }, { name: 'again', seed: 'monday' }];
    const { url } = await start({ sandboxes, dynamic: true, documents: [await documentOf(GENERATED)] });
    const text = async (prefix: string) => JSON.stringify((await call('GET', `${url}${prefix}/notes/1`)).json);
    const [bare, plain, monday, again] = await Promise.all(['', '/~plain', '/~monday', '/~again'].map(text));
    expect([plain === bare, monday === bare, again === monday]).toEqual([true, false, true]);
    const asked = await call('GET', `${url}/~monday/notes/1`, undefined, { prefer: 'seed=tuesday' });
    expect(JSON.stringify(asked.json)).not.toBe(monday);
  });
});

describe('the control key of a sandbox', () => {
  it('controls that sandbox and nothing else, whether there is a token or not', async () => {
    for (const token of [undefined, 'operator']) {
      const server = await start({ sandboxes: ['acme', 'initech'], ...(token && { token }) });
      const key = server.engine.registry.get('acme')?.credentials.controlKey ?? '';
      const status = async (path: string) => (await call('GET', server.url + path, undefined, bearer(key))).status;
      const paths = [
        '/~acme/_stunt/faults',
        '/~initech/_stunt/faults',
        '/~default/_stunt/faults',
        '/_stunt/faults',
        '/_stunt/sandboxes',
      ];
      expect(await Promise.all(paths.map(status))).toEqual([200, 401, 401, 401, 401]);
      expect(await status('/~acme/_stunt/sandboxes')).toBe(404);
      expect((await call('GET', `${server.url}/~acme/_stunt/health`, undefined, bearer(key))).json.sandboxes).toEqual([
        'acme',
      ]);
    }
  });

  it('is worth nothing once keys were rotated; the token of the operator works everywhere', async () => {
    const server = await start({ sandboxes: ['acme'], token: 'operator' });
    const key = server.engine.registry.get('acme')?.credentials.controlKey ?? '';
    await call('POST', `${server.url}/_stunt/sandboxes/acme/rotate-keys`, undefined, bearer('operator'));
    expect((await call('GET', `${server.url}/~acme/_stunt/faults`, undefined, bearer(key))).status).toBe(401);
    expect((await call('GET', `${server.url}/~acme/_stunt/faults`, undefined, bearer('operator'))).status).toBe(200);
  });

  it('is what it takes on a port that something stands in front of; the control port is not behind it', async () => {
    const server = await start({ sandboxes: ['acme'], publicUrl: 'https://sandbox.example.com' });
    const key = server.engine.registry.get('acme')?.credentials.controlKey ?? '';
    const status = async (url: string, headers = {}) => (await call('GET', url, undefined, headers)).status;
    expect([
      await status(`${server.url}/_stunt/sandboxes`),
      await status(`${server.url}/~acme/_stunt/faults`),
      await status(`${server.url}/~acme/_stunt/faults`, bearer(key)),
      await status(`${server.controlUrl}/sandboxes`),
    ]).toEqual([403, 403, 200, 200]);
  });

  it('works from other machines, where nobody else may control', async () => {
    const address = Object.values(networkInterfaces())
      .flat()
      .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
    // A machine without a network has no other address to come from.
    if (address === undefined) return;
    const server = await start({ sandboxes: ['acme'], host: '0.0.0.0' });
    const key = server.engine.registry.get('acme')?.credentials.controlKey ?? '';
    const url = `http://${address}:${server.port}/~acme/_stunt/faults`;
    expect([(await call('GET', url)).status, (await call('GET', url, undefined, bearer(key))).status]).toEqual([
      403, 200,
    ]);
  });
});

describe('a name that there is not', () => {
  it.each([
    [true, ' Known: acme, default.'],
    [false, ''],
  ])('is told of the others only where nobody else asks: loopback %s', async (loopback, known) => {
    const { url } = await start({ sandboxes: ['acme'], loopback });
    const { detail } = (await call('GET', `${url}/~nobody/notes`)).json;
    expect(
      [...detail.matchAll(/ Known:.*/g)]
        .join()
        .split(/[ ,.]+/)
        .sort(),
    ).toEqual(known.split(/[ ,.]+/).sort());
  });
});

describe('an invitation', () => {
  it('makes a sandbox once, for whoever has the code', async () => {
    const server = await start({ token: 'operator', publicUrl: 'https://sandbox.example.com' });
    const invite = await call('POST', `${server.url}/_stunt/invitations`, { sandboxTtl: '7d' }, bearer('operator'));
    expect(invite.json.url).toBe(`https://sandbox.example.com/_stunt/invitations/${invite.json.code}`);
    expect((await call('POST', `${server.url}/_stunt/invitations`)).status).toBe(401);
    const link = `${server.url}/_stunt/invitations/${invite.json.code}`;
    expect((await call('POST', link)).json).toMatchObject({
      code: 'SANDBOX_INVALID',
      detail: expect.stringContaining('leaves the name to you'),
    });
    expect(await (await fetch(`${link}?format=xml`, { method: 'POST' })).json()).toMatchObject({
      status: 400,
      detail: 'format is "xml"; allowed: json, env.',
    });
    expect(await (await fetch(link)).text()).toContain(`curl -X POST '${invite.json.url}?name=NAME'`);
    expect((await call('GET', `${server.url}/_stunt/invitations/x';reboot;'`)).json.code).toBe('INVITATION_UNKNOWN');
    const redeemed = await call('POST', `${link}?name=acme`);
    expect(redeemed).toMatchObject({
      status: 201,
      json: { baseUrl: 'https://sandbox.example.com/~acme', apiKey: expect.stringMatching(/^sk_acme_/) },
    });
    expect(await call('POST', link, { name: 'b' })).toMatchObject({
      status: 404,
      json: { code: 'INVITATION_UNKNOWN' },
    });
  });

  it('is not found by guessing', async () => {
    const server = await start();
    const guess = (n: number) => call('POST', `${server.url}/_stunt/invitations/guess-${n}`, { name: 'a' });
    for (let n = 0; n < 10; n++) expect((await guess(n)).status).toBe(404);
    expect(await guess(10)).toMatchObject({ status: 429, retryAfter: '60', json: { code: 'INVITATION_LIMITED' } });
  });
});

describe('a sandbox with a port of its own', () => {
  it('is all that is served there, and may have the faults of a listener', async () => {
    const server = await start();
    const { baseUrl, controlKey } = await create(server, { name: 'acme', listen: 0 });
    expect((await call('GET', `${baseUrl}/notes`)).status).toBe(200);
    expect((await call('GET', `${baseUrl}/~default/notes`)).json.code).toBe('SANDBOX_UNKNOWN');
    expect(server.engine.journal.entries('acme')).toHaveLength(1);
    // Control there is its own, by its key.
    await call('PUT', `${baseUrl}/_stunt/clock`, { offset: '1h' }, bearer(controlKey));
    expect([server.engine.clocks.offsetOf('acme'), server.engine.clocks.offsetOf('default')]).toEqual([3_600_000, 0]);
    expect((await call('GET', `${baseUrl}/~default/_stunt/faults`)).json.code).toBe('SANDBOX_UNKNOWN');

    const down = await call('POST', `${server.url}/~acme/_stunt/faults`, { kind: 'refuse' });
    expect(down.status).toBe(201);
    await expect(call('GET', `${baseUrl}/notes`)).rejects.toThrow('fetch failed');
    expect((await call('GET', `${server.url}/notes`)).status).toBe(200);
    await call('DELETE', `${server.url}/~acme/_stunt/faults`);
    expect((await call('GET', `${baseUrl}/notes`)).status).toBe(200);

    await call('DELETE', `${server.url}/_stunt/sandboxes/acme`);
    await expect(call('GET', `${baseUrl}/notes`)).rejects.toThrow('fetch failed');
  });

  it('is not made where the port cannot be had', async () => {
    const server = await start();
    expect(await create(server, { name: 'acme', listen: server.port })).toMatchObject({
      code: 'SANDBOX_PORT',
      detail: expect.stringContaining('EADDRINUSE'),
    });
    expect(server.engine.registry.get('acme')).toBeUndefined();
  });
});

describe('a double that is started anew in its folder', () => {
  it('has the sandboxes of before with their keys, ports and state', async () => {
    const folder = newFolder();
    const first = await start({ folder, storage: 'auto' });
    const made = await create(first, { name: 'acme', listen: 0 });
    first.engine.options.store.put('state/acme/notes/1', { id: 1 });
    await first.close();
    const second = await start({ folder, storage: 'auto' });
    expect((await call('GET', `${second.url}/_stunt/sandboxes/acme`)).json).toMatchObject(made);
    expect((await call('GET', `${made.baseUrl}/notes`)).status).toBe(200);
    expect((await second.engine.options.store.get('state/acme/notes/1'))?.value).toEqual({ id: 1 });
    expect(second.sandboxes).toEqual([{ name: 'acme', baseUrl: made.baseUrl }]);
  });
});

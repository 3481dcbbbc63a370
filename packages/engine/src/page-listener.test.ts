import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServer, startServer } from './server.ts';
import { documentOf } from './testing/engine-of.ts';
import { upstreamServer } from './testing/upstream.ts';

const DOCUMENT = `
openapi: 3.0.3
info: { title: Orders, version: '2.1', description: "# Hello\\n\\nSell **things**.\\n\\nMore of it." }
servers: [{ url: https://api.example.com/v1 }]
security: [{ key: [] }]
paths:
  /orders:
    servers: [{ url: https://eu.example.com }]
    get:
      operationId: listOrders
      responses: { '200': { description: ok, content: { application/json: { example: [] } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://login.example.com/token, scopes: {} } } }
`;
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ documents: [await documentOf(DOCUMENT)], port: 0, sandboxes: ['acme'] });
});
afterAll(() => server.close());

const ask = (path: string, accept = BROWSER, init: RequestInit = {}) =>
  fetch(server.url + path, { headers: { accept }, ...init });

/** The fields of a JSON object that are texts. */
const fieldsOf = (json: unknown): Record<string, string> => Object.fromEntries(Object.entries(Object(json)));

describe('the page of a sandbox', () => {
  it('answers a browser at the root and below the sandbox', async () => {
    for (const [path, sandbox] of [
      ['/', 'default'],
      ['/~acme/', 'acme'],
      ['/~acme', 'acme'],
      ['/?x=/_stunt/page', 'default'],
      ['/~acme/_stunt/page', 'acme'],
    ]) {
      const response = await ask(path ?? '');
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ]);
      expect(await response.text()).toContain(`Test sandbox <strong>${sandbox}</strong>`);
    }
  });

  it('leaves the root to the API for whoever does not name HTML', async () => {
    for (const accept of ['*/*', 'application/json', 'text/html;q=0, */*', 'text/*'])
      expect((await ask('/', accept)).headers.get('content-type')).not.toContain('text/html');
    expect((await ask('/', BROWSER, { method: 'POST' })).status).toBe(404);
    expect((await ask('/~nobody/')).status).toBe(404);
  });

  it('says what it is, and has no secret in it', async () => {
    const text = await (await ask('/~acme/')).text();
    const { credentials } = server.engine.registry.get('acme') ?? {};
    expect(text).toContain('<h1>Orders <span class="version">2.1</span></h1>');
    expect(text).toContain('<p class="lead">Sell things.</p>');
    expect(text).toContain(`<code id="base-url">${server.url}/~acme</code>`);
    expect(text).toContain(`curl ${server.url}/~acme/orders`);
    for (const secret of Object.values(credentials ?? {})) expect(text).not.toContain(secret);
  });

  it('is not in the journal, and no fault touches it', async () => {
    server.engine.faults.put('acme', { kind: 'status' }, 'down');
    expect((await ask('/~acme/')).status).toBe(200);
    server.engine.faults.clear('acme');
    expect(server.engine.journal.entries('acme')).toEqual([]);
  });

  it('allows no script but its own', async () => {
    const response = await ask('/');
    const policy = response.headers.get('content-security-policy') ?? '';
    const [, nonce] = /script-src 'nonce-([\w-]+)'/.exec(policy) ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(await response.text()).toContain(`<script type="module" nonce="${nonce}"`);
    expect((await ask('/')).headers.get('content-security-policy')).not.toBe(policy);
  });

  it('gives its files for good, under an address that changes with them', async () => {
    const [, assets] = /href="(\S+)\/home\.css"/.exec(await (await ask('/~acme/')).text()) ?? [];
    const css = await ask(`${assets}/home.css`, '*/*');
    expect(css.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(css.headers.get('content-encoding')).toBe('gzip');
    expect(await css.text()).toContain('light-dark');
    for (const path of [`${assets}/nothing.js`, `${assets}/../page-listener.ts`, '/_stunt/page/0/home.css'])
      expect((await ask(path, '*/*')).status).toBe(404);
    expect((await ask('/_stunt/page', '*/*', { method: 'POST' })).status).toBe(405);
  });

  it('shows the document with this sandbox as its only server', async () => {
    const description = await (await ask('/~acme/_stunt/page/openapi.json', '*/*')).json();
    expect(description).toMatchObject({
      servers: [{ url: `${server.url}/~acme` }],
      components: {
        securitySchemes: { oauth: { flows: { clientCredentials: { tokenUrl: `${server.url}/~acme/_auth/token` } } } },
      },
    });
    expect(JSON.stringify(description)).not.toContain('example.com');
    expect((await ask('/_stunt/page/openapi.json?document=7', '*/*')).status).toBe(404);
  });

  it('tells the credentials to whoever may control the sandbox, and to nobody else', async () => {
    const { credentials } = server.engine.registry.get('acme') ?? {};
    const data = await (await fetch(`${server.url}/~acme/_stunt/page-data`)).json();
    const { controlKey: _, ...shown } = credentials ?? { controlKey: '' };
    expect(data).toEqual({ sandbox: 'acme', ...shown });
    const foreign = { origin: 'https://evil.example' };
    expect((await fetch(`${server.url}/~acme/_stunt/page-data`, { headers: foreign })).status).toBe(403);
  });
});

describe('a sandbox with a port of its own', () => {
  it('has its page there, with that port as its base URL', async () => {
    const made = await fetch(`${server.url}/_stunt/sandboxes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"own","listen":0}',
    });
    const { baseUrl, controlKey } = fieldsOf(await made.json());
    const page = await (await fetch(`${baseUrl}/`, { headers: { accept: BROWSER } })).text();
    expect(page).toContain('Test sandbox <strong>own</strong>');
    expect(page).toContain(`<code id="base-url">${baseUrl}</code>`);
    const [, control] = /"control":"([^"]+)"/.exec(page) ?? [];
    const data = await fetch(`${baseUrl}${control}/page-data`, { headers: { authorization: `Bearer ${controlKey}` } });
    expect(await data.json()).toMatchObject({ sandbox: 'own' });
  });
});

describe('a document with a page of its own at the root', () => {
  it('keeps it; the page of the sandbox is below /_stunt/page', async () => {
    const document = await documentOf(`
openapi: 3.1.0
info: { title: Own, version: '1' }
paths: { /: { get: { responses: { '200': { description: ok, content: { text/html: { example: <p>mine</p> } } } } } } }
`);
    const own = await startServer({ documents: [document], port: 0 });
    const read = async (path: string) => (await fetch(own.url + path, { headers: { accept: BROWSER } })).text();
    expect(await read('/')).toBe('<p>mine</p>');
    expect(await read('/_stunt/page')).toContain('Test sandbox');
    await own.close();
  });
});

describe('a proxy', () => {
  it('leaves the root to the real API; the page says where calls go, and has no credentials', async () => {
    const upstream = await upstreamServer({ '/': (_, response) => response.end('real') });
    const options = { documents: [await documentOf(DOCUMENT)], upstream: { url: upstream.url } };
    const proxy = await startServer({ ...options, port: 0 });
    const read = async (path: string) => (await fetch(proxy.url + path, { headers: { accept: BROWSER } })).text();
    expect(await read('/')).toBe('real');
    const page = await read('/_stunt/page');
    expect(page).toContain('Calls are passed on to a real API.');
    expect(page).not.toContain('show-credentials');
    await proxy.close();
    await upstream.stop();
  });
});

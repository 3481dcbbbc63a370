import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createAddresses } from './addresses.ts';
import { type RunningServer, type ServerOptions, startServer } from './server.ts';
import { documentOf } from './testing/engine-of.ts';

const linkFor = (host: string, sent: string | undefined, { publicUrl, port = 4010 }: Partial<ServerOptions> = {}) =>
  createAddresses({ host, secured: false, publicUrl, isDataPort: (asked) => asked === 4010 }).baseUrl(4010, {
    host: sent,
    port,
  });

describe('createAddresses', () => {
  it.each([
    ['0.0.0.0', '10.0.0.7:4010', 'http://10.0.0.7:4010'],
    ['::', '[fe80::7]:4010', 'http://[fe80::7]:4010'],
    ['0', 'double.test:8080', 'http://double.test:8080'],
    ['0.0.0.0', undefined, 'http://127.0.0.1:4010'],
    ['0:0:0:0:0:0:0:0', undefined, 'http://[::1]:4010'],
    ['127.0.0.1', 'evil.test', 'http://127.0.0.1:4010'],
    ['10.0.0.7', 'evil.test', 'http://10.0.0.7:4010'],
    ['localhost', 'evil.test', 'http://localhost:4010'],
    ['0.0.0.0', 'user@evil.test', 'http://127.0.0.1:4010'],
    ['0.0.0.0', "evil.test'$(id)", 'http://127.0.0.1:4010'],
    ['0.0.0.0', 'evil.test/a?b', 'http://127.0.0.1:4010'],
    ['0.0.0.0', 'evil.test:99999', 'http://127.0.0.1:4010'],
  ])('on %s, asked at %s, links to %s', (host, sent, link) => {
    expect(linkFor(host, sent)).toBe(link);
  });

  it('links to the public URL whatever was asked, and never to the port for control', () => {
    expect(linkFor('0.0.0.0', '10.0.0.7:4010', { publicUrl: 'https://api.test' })).toBe('https://api.test');
    expect(linkFor('0.0.0.0', '127.0.0.1:5000', { port: 5000 })).toBe('http://127.0.0.1:4010');
  });

  it('links to the port of a sandbox by the name that was asked', () => {
    const { portUrl } = createAddresses({
      host: '0.0.0.0',
      secured: true,
      publicUrl: undefined,
      isDataPort: () => true,
    });
    expect(portUrl(5001, { host: 'double.test:8080', port: 4010 })).toBe('https://double.test:5001');
    expect(portUrl(5001, { host: 'double.test:8080', port: 5001 })).toBe('https://double.test:8080');
  });
});

const NOTES = `
openapi: 3.1.0
info: { title: notes, version: 1.0.0 }
paths: { /notes: { get: { responses: { '200': { description: all } } } } }
`;
const TOKEN = 'operator-token';
const servers: RunningServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function start(host: string): Promise<RunningServer> {
  const server = await startServer({ documents: [await documentOf(NOTES)], host, port: 0, token: TOKEN });
  servers.push(server);
  return server;
}

/** With a Host of one's own, which `fetch` does not let one choose. */
function post(url: string, host: string, body: object) {
  return new Promise<{ url: string; baseUrl: string; tokenUrl: string }>((resolve, reject) => {
    const headers = { host, authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const sent = request(url, { method: 'POST', headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve(JSON.parse(Buffer.concat(chunks).toString()));
    });
    sent.on('error', reject).end(JSON.stringify(body));
  });
}

describe('links of a double', () => {
  it('on every address are what a partner asked: the invitation and what it is redeemed for', async () => {
    const server = await start('0.0.0.0');
    const { url } = await post(`${server.url}/_stunt/invitations`, '10.0.0.7:4010', { name: 'acme' });
    expect(url).toMatch(/^http:\/\/10\.0\.0\.7:4010\/_stunt\/invitations\//);
    const asked = `${server.url}${new URL(url).pathname}`;
    expect(await post(asked, '10.0.0.7:4010', {})).toMatchObject({
      baseUrl: 'http://10.0.0.7:4010/~acme',
      tokenUrl: 'http://10.0.0.7:4010/~acme/_auth/token',
    });
  });

  it('are for this machine where the operator asks at the port for control', async () => {
    const server = await start('0.0.0.0');
    const { host } = new URL(server.controlUrl);
    const { baseUrl } = await post(`${server.controlUrl}/sandboxes`, host, { name: 'acme' });
    expect(baseUrl).toBe(`http://127.0.0.1:${server.port}/~acme`);
  });

  it('on loopback are never what somebody sends as Host', async () => {
    const server = await start('127.0.0.1');
    const { baseUrl } = await post(`${server.url}/_stunt/sandboxes`, 'evil.test', { name: 'acme' });
    expect(baseUrl).toBe(`http://127.0.0.1:${server.port}/~acme`);
  });
});

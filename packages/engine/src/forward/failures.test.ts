import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { fetch } from 'undici';
import type { RunningServer } from '../server.ts';
import { proxyTo, type Routes, upstreamServer } from '../testing/upstream.ts';
import { get, rawClient, wired } from '../testing/wire.ts';
import { upstreamAddress } from './upstream-address.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function before(routes: Routes, timeout?: number): Promise<{ proxy: RunningServer; asked: () => number }> {
  const upstream = await upstreamServer(routes);
  const proxy = await proxyTo('', { upstream: { url: upstream.url, ...(timeout && { timeout }) } });
  stops.push(
    () => proxy.close(),
    () => upstream.stop(),
  );
  return { proxy, asked: () => upstream.seen.length };
}

async function problemOf(proxy: RunningServer, path = '/orders/1', init = {}): Promise<Record<string, unknown>> {
  const answer = await fetch(proxy.url + path, init);
  expect(answer.headers.get('stunt-source')).toBe('problem');
  return (await answer.json()) as Record<string, unknown>;
}

describe('a proxy whose upstream fails', () => {
  it('says that nobody listens', async () => {
    const upstream = await upstreamServer({});
    await upstream.stop();
    const proxy = await proxyTo(upstream.url);
    stops.push(() => proxy.close());
    expect(await problemOf(proxy)).toMatchObject({
      status: 502,
      code: 'UPSTREAM_UNREACHABLE',
      detail: `${upstream.url} cannot be reached: it refused the connection (ECONNREFUSED).`,
    });
  });

  it('says that a host is unknown', async () => {
    const proxy = await proxyTo('http://upstream.invalid');
    stops.push(() => proxy.close());
    expect(await problemOf(proxy)).toMatchObject({ status: 502, code: 'UPSTREAM_UNREACHABLE' });
  });

  it('says that no answer came in time', async () => {
    const { proxy } = await before({ '/orders/1': () => {} }, 200);
    expect(await problemOf(proxy)).toMatchObject({
      status: 504,
      code: 'UPSTREAM_TIMEOUT',
      detail: expect.stringMatching(/ sent no answer within 200 ms\.$/),
    });
  });

  it('says that the connection was reset; asks once more where that is safe', async () => {
    const { proxy, asked } = await before({
      '/orders/1': ({ socket }) => socket.resetAndDestroy(),
      '/orders': ({ socket }) => socket.resetAndDestroy(),
    });
    expect(await problemOf(proxy)).toMatchObject({ status: 502, code: 'UPSTREAM_BROKEN' });
    expect(asked()).toBe(2);
    expect(await problemOf(proxy, '/orders', { method: 'POST', body: '{}' })).toMatchObject({
      code: 'UPSTREAM_BROKEN',
    });
    expect(asked()).toBe(3);
  });

  it('says that the answer is no HTTP', async () => {
    const server = createServer((socket) =>
      socket
        .on('error', () => {})
        .end('SSH-2.0-OpenSSH_9.2\r\n')
        .destroySoon(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const proxy = await proxyTo(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    stops.push(
      () => proxy.close(),
      () => new Promise((resolve) => server.close(resolve)),
    );
    expect(await problemOf(proxy)).toMatchObject({
      status: 502,
      code: 'UPSTREAM_BROKEN',
      detail: expect.stringContaining('answered with what is no HTTP ('),
    });
  });

  it('says that a certificate is not trusted', async () => {
    const secure = await wired({ protocol: 'https' });
    const proxy = await proxyTo(secure.url);
    stops.push(
      () => proxy.close(),
      () => secure.stop(),
    );
    expect(await problemOf(proxy)).toMatchObject({ status: 502, code: 'UPSTREAM_UNTRUSTED' });
  });

  it('says that there is no TLS where plain HTTP answers', async () => {
    const plain = await upstreamServer({});
    const proxy = await proxyTo(plain.url.replace('http:', 'https:'));
    stops.push(
      () => proxy.close(),
      () => plain.stop(),
    );
    expect(await problemOf(proxy)).toMatchObject({
      status: 502,
      code: 'UPSTREAM_BROKEN',
      detail: expect.stringContaining('does not speak TLS; is it http: that it speaks'),
    });
  });

  it('answers a large upload whose upstream is down, on a connection that serves on', async () => {
    const upstream = await upstreamServer({});
    await upstream.stop();
    const proxy = await proxyTo(upstream.url);
    stops.push(() => proxy.close());
    const size = 2 * 1024 * 1024;
    const client = await rawClient(proxy, `POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n`);
    await client.bytes(12);
    expect(client.text).toMatch(/^HTTP\/1.1 502 /);
    client.socket.write(Buffer.alloc(size));
    const before = client.text.length;
    client.socket.write(get('/orders/1'));
    await client.bytes(before + 200);
    expect(client.text.match(/HTTP\/1.1 502 /g)).toHaveLength(2);
    client.socket.destroy();
  });

  it('refuses to speak WebSocket, and passes over an offer of HTTP/2', async () => {
    const { proxy } = await before({ '/orders/1': (_, response) => response.end('plain') });
    const upgrade = (to: string): string => get('/orders/1', 'Connection: Upgrade', `Upgrade: ${to}`);
    const socket = await rawClient(proxy, upgrade('websocket'));
    await socket.bytes(200);
    expect(socket.text).toMatch(/^HTTP\/1.1 501 .*UPGRADE_UNSUPPORTED/s);
    const offered = await rawClient(proxy, upgrade('h2c'));
    await offered.bytes(12);
    expect(offered.text).toMatch(/^HTTP\/1.1 200 /);
    for (const client of [socket, offered]) client.socket.destroy();
  });
});

describe('upstreamAddress', () => {
  it.each([
    { given: 'api.example.com', why: 'is no URL' },
    { given: 'localhost:3000', why: 'is neither http: nor https:' },
    { given: 'ftp://api.example.com', why: 'is neither http: nor https:' },
    { given: 'https://me:secret@api.example.com', why: 'has credentials' },
    { given: 'https://api.example.com?key=1', why: 'has a query' },
  ])('refuses $given: $why', ({ given, why }) => {
    expect(() => upstreamAddress(given)).toThrow(
      expect.objectContaining({ code: 'UPSTREAM_INVALID', message: expect.stringContaining(why) }),
    );
    expect(() => upstreamAddress(given)).not.toThrow(/secret/);
  });

  it('takes the base path without its last slash', () => {
    expect(upstreamAddress('https://api.example.com/v1/')).toEqual({
      url: 'https://api.example.com/v1',
      origin: 'https://api.example.com',
      basePath: '/v1',
    });
  });
});

import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import type { RunningServer } from '../server.ts';
import { firingsOf, proxyTo, settled, type UpstreamServer, upstreamServer } from '../testing/upstream.ts';
import { get, rawClient } from '../testing/wire.ts';
import { manualClock } from '../time/clock.ts';

const ORDER = '{"id":"ord_1","amount":12}';
const LARGE = 4 * 1024 * 1024;
const clock = manualClock();
let upstream: UpstreamServer;
let proxy: RunningServer;

beforeAll(async () => {
  const json = { 'Content-Type': 'application/json' };
  upstream = await upstreamServer({
    '/orders/1': (_, response) => response.writeHead(200, json).end(ORDER),
    '/orders/chunked': (_, response) => {
      response.writeHead(200, json).write(ORDER.slice(0, 5));
      setImmediate(() => response.end(ORDER.slice(5)));
    },
    '/orders/packed': (_, response) =>
      response.writeHead(200, { ...json, 'Content-Encoding': 'gzip', ETag: '"1"' }).end(gzipSync(ORDER)),
    '/orders/large': (_, response) => response.writeHead(200, json).end(`"${'x'.repeat(LARGE - 2)}"`),
    '/orders/broken': (_, response) => {
      response.writeHead(200, { ...json, 'Content-Length': 10 }).write('half');
      setImmediate(() => response.destroy());
    },
    '/file': (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': LARGE });
      response.end(Buffer.alloc(LARGE, 'x'));
    },
    '/feed': (_, response) => response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: twelve\n'),
  });
  proxy = await proxyTo(upstream.url, { clock });
});
afterEach(() => {
  proxy.engine.faults.clear(undefined);
  proxy.engine.journal.forget('default');
});
afterAll(async () => {
  await proxy.close();
  await upstream.stop();
});

const rule = (kind: string, options = {}, where = {}): unknown =>
  proxy.engine.faults.put('default', { kind, options, where });

/** What undici got: status and text, or what came before the error and its code. */
async function got(path: string, init: Parameters<typeof request>[1] = {}) {
  let text = '';
  try {
    const { statusCode: status, headers, body } = await request(proxy.url + path, init);
    try {
      for await (const piece of body) text += String(piece);
    } catch (error) {
      return { status, text, code: (error as NodeJS.ErrnoException).code };
    }
    return { status, text, headers };
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code };
  }
}

describe('faults in front of an upstream', () => {
  it('answer at the edge without asking it, by operation', async () => {
    rule('status', { code: 503 }, { operation: 'getOrder' });
    const before = upstream.seen.length;
    expect(await got('/orders/1')).toMatchObject({ status: 503 });
    expect(upstream.seen.length).toBe(before);
    expect(await got('/unmatched')).toMatchObject({ status: 404, text: 'unknown to the upstream' });
  });

  it('find requests by their body', async () => {
    rule('status', { code: 500 }, { body: { '/priority': 'high' } });
    const post = (priority: string) => got('/orders', { method: 'POST', body: JSON.stringify({ priority }) });
    expect(await post('high')).toMatchObject({ status: 500 });
    expect(await post('low')).toMatchObject({ status: 404 });
  });

  it('drift what it answers, in one piece, in chunks and packed', async () => {
    rule('drift', { mode: 'missing-required' }, { operation: 'getOrder' });
    for (const path of ['/orders/1', '/orders/chunked', '/orders/packed']) {
      const seen = await got(path);
      expect(Object.keys(JSON.parse(seen.text ?? ''))).toHaveLength(1);
      expect(seen.headers).toMatchObject({ 'stunt-source': 'fault' });
      expect(seen.headers).not.toHaveProperty('content-encoding');
      expect(seen.headers).not.toHaveProperty('etag');
    }
    expect(firingsOf(proxy)).toEqual(Array(3).fill(expect.stringMatching(/ drift fired: \/(id|amount) /)));
  });

  it('leave an answer as it came where they do not fire', async () => {
    proxy.engine.faults.put('default', { kind: 'malformed', when: { after: 9 } });
    const { headers } = await request(`${proxy.url}/orders/packed`);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', etag: '"1"', 'stunt-source': 'upstream' });
    expect(await got('/orders/chunked')).toMatchObject({ status: 200, text: ORDER });
    expect(await got('/orders/broken')).toMatchObject({ status: 200, text: 'half' });
  });

  it.each(['drift', 'malformed', 'wrong-encoding', 'empty-body', 'oversize'])(
    'say why %s does not fire on a stream',
    async (kind) => {
      rule(kind);
      const { status, text = '' } = await got('/orders/large');
      expect([status, text.length, text === `"${'x'.repeat(4_194_302)}"`]).toEqual([200, 4_194_304, true]);
      expect(firingsOf(proxy)[0]).toMatch(/not fired: the body is a stream/);
    },
  );

  it('reset amid a stream', async () => {
    rule('reset', { at: 'body', fraction: 0.25 });
    const seen = await got('/file');
    expect(seen).toMatchObject({ status: 200, code: 'ECONNRESET' });
    expect(seen.text?.length).toBe(LARGE / 4);
  });

  it('cut a stream short, and a feed within its first piece', async () => {
    rule('truncate', { fraction: 0.5 });
    const seen = await got('/file');
    expect(seen.text?.length).toBe(LARGE / 2);
    expect(seen.code).toBe('UND_ERR_SOCKET');
    const feed = await rawClient(proxy, get('/feed'));
    expect(await feed.ending).toBe('fin');
    expect(feed.text).toMatch(/\r\n\r\n6\r\ndata: \r\n$/);
  });

  it('stall a stream until they are cleared', async () => {
    rule('stall-body', { fraction: 0.5 });
    const client = await rawClient(proxy, get('/file'));
    expect(await settled(() => client.text.length)).toBeLessThan(LARGE / 2 + 1000);
    proxy.engine.faults.clear('default');
    await client.bytes(LARGE);
    client.socket.destroy();
  });

  it('slow a stream down by the clock', async () => {
    rule('slow-body', { bytesPerSecond: LARGE / 4 });
    const client = await rawClient(proxy, get('/file'));
    await settled(() => client.text.length);
    for (let passed = 0; passed < 4000; passed += 50) {
      clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await settled(() => client.text.length)).toBeGreaterThan(LARGE / 50);
    expect(client.text.length).toBeLessThan(LARGE * 1.1);
    client.socket.destroy();
  });

  it('delay by the clock, then ask', async () => {
    rule('latency', { fixed: '30s' });
    const before = upstream.seen.length;
    const answer = got('/orders/1');
    await settled(() => proxy.engine.faults.list('default')[0]?.counts.fired ?? 0);
    expect(upstream.seen.length).toBe(before);
    clock.advance(30_000);
    expect(await answer).toMatchObject({ status: 200, text: ORDER });
  });

  it('let the upstream act, and lose its answer', async () => {
    rule('reset', { at: 'after' });
    const before = upstream.seen.length;
    expect(await got('/file', { method: 'POST' })).toMatchObject({
      code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/),
    });
    expect(upstream.seen.length).toBe(before + 1);
  });

  it('come by request', async () => {
    expect(await got('/orders/1', { headers: { 'X-Stunt-Fault': 'status' } })).toMatchObject({ status: 503 });
    expect(await got('/orders/1')).toMatchObject({ status: 200 });
  });
});

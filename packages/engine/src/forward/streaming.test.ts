import { once } from 'node:events';
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetch } from 'undici';
import type { RunningServer } from '../server.ts';
import { proxyTo, settled, type UpstreamServer, upstreamServer } from '../testing/upstream.ts';
import { get, rawClient } from '../testing/wire.ts';

const MB = 1024 * 1024;
const LARGE = 96 * MB;
/** What the kernel may hold on two connections, with room to spare; far less than the body. */
const HELD = 48 * MB;

const logged: string[] = [];
let sent = 0;
let taken = 0;
let open = new AbortController();
let closed: Promise<unknown> = Promise.resolve();
let upstream: UpstreamServer;
let proxy: RunningServer;

function download(_request: IncomingMessage, response: ServerResponse): void {
  const piece = Buffer.alloc(64 * 1024, 'x');
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': LARGE });
  const go = (): void => {
    while (sent < LARGE) {
      sent += piece.length;
      if (!response.write(piece)) return void response.once('drain', go);
    }
    response.end();
  };
  go();
}

async function upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!open.signal.aborted) await once(open.signal, 'abort');
  request.on('data', (piece: Buffer) => {
    taken += piece.length;
  });
  request.on('end', () => response.end(String(taken)));
}

function feed(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write('data: one\n\n');
  closed = once(response, 'close');
}

beforeAll(async () => {
  upstream = await upstreamServer({
    '/download': download,
    '/upload': upload,
    '/feed': feed,
    '/slow': (_, response) => {
      closed = once(response, 'close');
    },
    '/head-first': (_, response) => response.flushHeaders(),
    '/half': (_, response) => {
      response.writeHead(200, { 'Content-Length': 10 });
      response.write('half');
      setImmediate(() => response.destroy());
    },
    '/pair': (_, response) => response.end('ok'),
  });
  proxy = await proxyTo(upstream.url, { onLog: (line) => logged.push(line) });
});
afterAll(async () => {
  await proxy.close();
  await upstream.stop();
});

describe('a proxy', () => {
  it('passes a large answer on no faster than the client reads it', async () => {
    sent = 0;
    const request = ask(`${proxy.url}/download`);
    request.end();
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    expect(await settled(() => sent)).toBeLessThan(HELD);
    let read = 0;
    for await (const piece of answer) read += (piece as Buffer).length;
    expect(read).toBe(LARGE);
  });

  it('passes a large request on no faster than the upstream reads it', async () => {
    taken = 0;
    open = new AbortController();
    const request = ask(`${proxy.url}/upload`, { method: 'POST' });
    const piece = Buffer.alloc(64 * 1024, 'x');
    let written = 0;
    const write = (): void => {
      while (written < LARGE) {
        written += piece.length;
        if (!request.write(piece)) return void request.once('drain', write);
      }
      request.end();
    };
    write();
    expect(await settled(() => written)).toBeLessThan(HELD);
    open.abort();
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    expect(await textOf(answer)).toBe(String(LARGE));
  });

  it('keeps the framing: a length where the sender had one, chunks where not', async () => {
    taken = 0;
    await fetch(`${proxy.url}/upload`, { method: 'POST', body: 'twelve bytes' });
    expect(upstream.seen.at(-1)?.headers).toMatchObject({ 'content-length': '12' });
    const request = ask(`${proxy.url}/upload`, { method: 'POST' });
    request.write('in ');
    request.end('chunks');
    await once(request, 'response');
    expect(upstream.seen.at(-1)?.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
    const large = Buffer.alloc(2 * MB);
    await fetch(`${proxy.url}/upload`, { method: 'POST', body: large });
    expect(upstream.seen.at(-1)?.headers).toMatchObject({ 'content-length': String(2 * MB) });
  });

  it('sends each piece of a feed as it comes, and the header block before the first', async () => {
    const client = await rawClient(proxy, get('/head-first'));
    await client.bytes(40);
    expect(client.text).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    client.socket.destroy();
    const answer = await fetch(`${proxy.url}/feed`);
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('data: one\n\n');
    await reader?.cancel();
    await closed;
  });

  it('gives up the call to the upstream when the client leaves before the answer', async () => {
    const client = await rawClient(proxy, get('/slow'));
    const before = upstream.seen.length;
    await settled(() => upstream.seen.length - before);
    client.socket.destroy();
    await closed;
    await settled(() => proxy.engine.journal.entries().length);
    expect(proxy.engine.journal.entries().at(-1)).toMatchObject({ status: 499, source: 'upstream' });
  });

  it('gives up the call to the upstream when the client leaves amid its own body', async () => {
    const client = await rawClient(proxy, `POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: ${LARGE}\r\n\r\nso far`);
    const before = proxy.engine.journal.entries().length;
    await settled(() => upstream.seen.length);
    expect(upstream.seen.at(-1)?.method).toBe('POST');
    client.socket.resetAndDestroy();
    await closed;
    await settled(() => proxy.engine.journal.entries().length);
    expect(proxy.engine.journal.entries().slice(before)).toMatchObject([{ status: 499, bytesIn: LARGE }]);
  });

  it('ends the transfer when the client leaves amid the answer', async () => {
    sent = 0;
    const client = await rawClient(proxy, get('/download'));
    await client.bytes(1000);
    client.socket.destroy();
    await settled(() => sent);
    expect(sent).toBeLessThan(LARGE);
    expect(await settled(() => [...upstream.connections].filter(({ destroyed }) => destroyed).length)).toBeGreaterThan(
      0,
    );
  });

  it('breaks off where the upstream breaks off', async () => {
    const client = await rawClient(proxy, get('/half'));
    await client.ending;
    expect(client.text).toMatch(/\r\n\r\nhalf$/);
    expect(logged).toEqual([expect.stringMatching(/^an answer broke off amid its body: /)]);
  });

  it('keeps its connection to the upstream', async () => {
    const before = upstream.connections.size;
    for (let count = 0; count < 5; count++) expect(await (await fetch(`${proxy.url}/pair`)).text()).toBe('ok');
    expect(upstream.connections.size - before).toBeLessThanOrEqual(1);
  });
});

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of message.setEncoding('utf8')) text += String(piece);
  return text;
}

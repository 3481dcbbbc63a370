import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Answer, HttpRequest } from '../exchange.ts';
import type { Refusal } from '../problem.ts';
import { type HttpServer, type HttpServerOptions, listen } from './http-server.ts';

const running: HttpServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close(0);
});

async function start(options: Partial<HttpServerOptions> = {}): Promise<{ port: number; seen: HttpRequest[] }> {
  const seen: HttpRequest[] = [];
  const server = await listen({
    host: '127.0.0.1',
    port: 0,
    maxBody: 1000,
    handle: (request) => {
      seen.push(request);
      const body = Buffer.from(request.bodyLimitExceeded === undefined ? 'ok' : 'too large');
      return {
        status: request.bodyLimitExceeded === undefined ? 200 : 413,
        headers: ['Content-Length', String(body.length)],
        body,
        source: 'example',
      };
    },
    refuse: (refusal) => ({
      status: refusal.code === 'HEADERS_TOO_LARGE' ? 431 : 400,
      headers: ['Content-Length', String(refusal.code.length)],
      body: Buffer.from(refusal.code),
      source: 'problem',
    }),
    ...options,
  });
  running.push(server);
  return { port: server.port, seen };
}

/** Writes bytes to a raw socket and gives back all that comes until the other side ends. */
function exchange(port: number, ...pieces: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece);
    });
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(received)).on('error', reject);
  });
}

const EMPTY = new Uint8Array();

describe('bodies that are under way together', () => {
  const half = `POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${`190\r\n${'a'.repeat(400)}\r\n`.repeat(2)}`;
  const sending = (port: number) => {
    const socket = connect(port, '127.0.0.1');
    const received = new Promise<string>((resolve) => {
      let text = '';
      socket.setEncoding('latin1').on('data', (piece: string) => {
        text += piece;
      });
      socket.on('error', () => {}).on('end', () => socket.end());
      socket.on('close', () => resolve(text));
    });
    return { received, write: (text: string) => new Promise((resolve) => socket.write(text, resolve)), socket };
  };
  const answers = (port: number): Promise<string> =>
    exchange(port, 'GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');

  it('make the one that began first give way where they are too much, and no other', async () => {
    const { port, seen } = await start({ maxHeld: 1500 });
    const [first, second] = [sending(port), sending(port)];
    await first.write(half);
    await answers(port);
    await second.write(half);
    expect(await first.received).toMatch(/ 400 .*REQUEST_TIMEOUT$/s);
    await second.write('0\r\n\r\n');
    await answers(port);
    second.socket.end();
    expect(await second.received).toMatch(/ 200 .*ok$/s);
    expect(seen.map(({ target, body }) => `${target} ${body.length}`)).toEqual(['/b 0', '/a 800', '/b 0']);
  });

  it('count no more once they are whole, or their client is gone', async () => {
    const refused: string[] = [];
    const refuse: HttpServerOptions['refuse'] = ({ code }) => {
      refused.push(code);
      return { status: 400, headers: [], body: EMPTY, source: 'problem' };
    };
    const { port, seen } = await start({ maxHeld: 1500, refuse });
    for (let round = 0; round < 5; round++) {
      const gone = sending(port);
      await gone.write(half);
      await answers(port);
      gone.socket.destroy();
      await gone.received;
      await exchange(port, `${half}0\r\n\r\n`, 'GET /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    }
    expect(seen.filter(({ target }) => target === '/a').map(({ body }) => body.length)).toEqual(Array(5).fill(800));
    expect(refused.filter((code) => code === 'REQUEST_TIMEOUT')).toEqual([]);
  });
});

describe('bodies that were read', () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');

  it('are let go of while their answers leave', async () => {
    const bodies: WeakRef<Uint8Array>[] = [];
    const answer = Buffer.alloc(16 * 1024 * 1024);
    const { port } = await start({
      maxBody: 1_000_000,
      handle: ({ body }) => {
        bodies.push(new WeakRef(body));
        return { status: 200, headers: ['Content-Length', String(answer.length)], body: answer, source: 'example' };
      },
    });
    // In one piece, and in many.
    for (const length of [100, 500_000]) {
      const socket = connect(port, '127.0.0.1');
      socket.write(`POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n${'a'.repeat(length)}`);
      await new Promise<void>((resolve) => {
        socket.once('readable', () => {
          socket.pause();
          resolve();
        });
      });
    }
    await new Promise(setImmediate);
    collect();
    expect(bodies.map((each) => each.deref()?.length)).toEqual([undefined, undefined]);
  });
});

describe('answers that nobody takes', () => {
  const SIZE = 16 * 1024 * 1024;
  const reader = (port: number, target: string) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    let read = 0;
    const ended = new Promise<number>((resolve) => {
      socket.on('error', () => {}).on('end', () => socket.end());
      socket.on('close', () => resolve(read));
    });
    const begun = new Promise<void>((resolve) => {
      socket.once('readable', () => {
        socket.pause();
        resolve();
      });
    });
    const go = (): Promise<number> => {
      socket.on('data', (piece) => {
        read += piece.length;
      });
      return ended;
    };
    return { begun, go };
  };
  const answering =
    (bodyOf: () => Uint8Array): HttpServerOptions['handle'] =>
    () => {
      const body = bodyOf();
      return { status: 200, headers: ['Content-Length', String(body.length)], body, source: 'example' };
    };

  it('are cut off, the oldest first, where they are too much together', async () => {
    const { port } = await start({ maxHeld: 12 * 1024 * 1024, handle: answering(() => Buffer.alloc(SIZE)) });
    const [first, second] = [reader(port, '/1'), reader(port, '/2')];
    await first.begun;
    await second.begun;
    expect(await first.go()).toBeLessThan(SIZE);
    expect(await second.go()).toBeGreaterThanOrEqual(SIZE);
  });

  it('count once where they are the same bytes', async () => {
    const body = Buffer.alloc(SIZE);
    const { port } = await start({ maxHeld: 12 * 1024 * 1024, handle: answering(() => body) });
    const readers = ['/1', '/2', '/3'].map((target) => reader(port, target));
    for (const { begun } of readers) await begun;
    for (const { go } of readers) expect(await go()).toBeGreaterThanOrEqual(SIZE);
  });

  it('count until the last of those that have the same bytes is done', async () => {
    const body = Buffer.alloc(SIZE);
    const { port } = await start({
      maxHeld: 12 * 1024 * 1024,
      handle: (request) => answering(() => (request.target === '/3' ? Buffer.alloc(SIZE) : body))(request),
    });
    const [first, second] = [reader(port, '/1'), reader(port, '/2')];
    await first.begun;
    await second.begun;
    expect(await first.go()).toBeGreaterThanOrEqual(SIZE);
    const third = reader(port, '/3');
    await third.begun;
    expect(await second.go()).toBeLessThan(SIZE);
    expect(await third.go()).toBeGreaterThanOrEqual(SIZE);
  });
});

describe('requests that come in one go', () => {
  const post = (body: string, more = '') =>
    `POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`;
  const get = 'GET /b HTTP/1.1\r\nHost: x\r\n\r\n';
  const last = 'GET /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
  /** The POST is thought about for a while, the others are not. */
  const echo: Partial<HttpServerOptions> = {
    handle: ({ method, target, body }) => {
      const text = Buffer.from(`${method} ${target} ${Buffer.from(body)}`);
      const headers = ['Content-Length', String(text.length)];
      const answer = { status: 200, headers, body: text, source: 'example' as const };
      return method === 'POST' ? new Promise((resolve) => setImmediate(() => resolve(answer))) : answer;
    },
  };
  const bodies = (received: string): string[] =>
    received.split(/HTTP\/1\.1 200 OK\r\n[\s\S]*?\r\n\r\n/).filter((each) => each !== '');

  it.each([
    ['a GET behind a POST with a body, in one piece', [post('hello') + get + last]],
    ['a body that comes in two pieces, the second with what follows', [post('hello').slice(0, -2), `lo${get}${last}`]],
    ['the header block apart from body and GET', [post('hello').slice(0, -5), 'hello', get, last]],
    ['two POSTs', [post('hello') + post('hello') + get + last]],
  ])('are answered in their order: %s', async (_, pieces) => {
    const { port } = await start(echo);
    const seen = bodies(await exchange(port, ...pieces));
    expect(seen.slice(-3)).toEqual(['POST /a hello', 'GET /b ', 'GET /c ']);
  });
});

describe('http-server', () => {
  it('hands on the request as plain data', async () => {
    const { port, seen } = await start();
    await fetch(`http://127.0.0.1:${port}/a%2Fb?x=1`, { method: 'POST', body: 'hello', headers: { 'X-Test': 'yes' } });
    expect(seen[0]).toMatchObject({ method: 'POST', target: '/a%2Fb?x=1', headers: { 'x-test': 'yes' } });
    expect(Buffer.from(seen[0]?.body ?? []).toString()).toBe('hello');
  });

  it('answers HEAD with the length and without the body', async () => {
    const { port } = await start();
    const received = await exchange(port, 'HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Length: 2\r\n/);
    expect(received.endsWith('\r\n\r\n')).toBe(true);
  });

  it('answers pipelined requests in their order', async () => {
    const { port, seen } = await start();
    await exchange(port, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(seen.map(({ target }) => target)).toEqual(['/1', '/2']);
  });

  it('refuses what is no HTTP and goes on serving', async () => {
    const { port } = await start();
    expect(await exchange(port, 'hello there\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*REQUEST_MALFORMED$/s);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it('refuses a flood of header fields', async () => {
    const { port } = await start();
    const fields = Array.from({ length: 2000 }, (_, index) => `X-${index}: ${'a'.repeat(30)}\r\n`).join('');
    expect(await exchange(port, `GET / HTTP/1.1\r\nHost: a\r\n${fields}\r\n`)).toMatch(
      /^HTTP\/1\.1 431 .*HEADERS_TOO_LARGE$/s,
    );
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it('refuses a body above the limit, announced or chunked, and lets the client read why', async () => {
    const { port, seen } = await start();
    expect(await exchange(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 413 .*too large$/s,
    );
    const chunk = `3e8\r\n${'a'.repeat(1000)}\r\n`;
    expect(
      await exchange(port, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', chunk, chunk),
    ).toMatch(/^HTTP\/1\.1 413 .*too large$/s);
    expect(seen.map(({ bodyLimitExceeded }) => bodyLimitExceeded)).toEqual([1000, 1000]);
  });

  it('takes a body of exactly the limit', async () => {
    const { port, seen } = await start();
    await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'a'.repeat(1000) });
    expect(seen[0]?.body.length).toBe(1000);
  });

  it('survives a client that leaves in the middle of its body', async () => {
    const { port, seen } = await start();
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc', () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect(seen).toHaveLength(1);
  });

  it('answers 500 where a header field cannot be sent, and goes on serving', async () => {
    const { port } = await start({
      handle: async ({ target }) => ({
        status: 200,
        headers: target === '/bad' ? ['X-Bad', 'a\nb'] : ['Content-Length', '0'],
        body: undefined,
        source: 'example',
      }),
      refuse: ({ code }) => ({ status: 500, headers: [], body: Buffer.from(code), source: 'problem' }),
    });
    const answer = await fetch(`http://127.0.0.1:${port}/bad`);
    expect([answer.status, await answer.text()]).toEqual([500, 'INTERNAL']);
    expect((await fetch(`http://127.0.0.1:${port}/good`)).status).toBe(200);
  });

  it('undoes the coding of a body, and leaves on it what it cannot undo', async () => {
    const { port, seen } = await start();
    const post = (body: Uint8Array<ArrayBuffer>) =>
      fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers: { 'Content-Encoding': 'gzip' } });
    await post(new Uint8Array(gzipSync('hello')));
    await post(new Uint8Array(Buffer.from('plain')));
    expect((await post(new Uint8Array(gzipSync(Buffer.alloc(1001))))).status).toBe(413);
    expect(seen.map(({ body, headers }) => [Buffer.from(body).toString(), headers['content-encoding']])).toEqual([
      ['hello', undefined],
      ['plain', 'gzip'],
      ['', 'gzip'],
    ]);
  });

  it.each([
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 'REQUEST_MALFORMED'],
    [
      'an unknown expectation',
      'GET / HTTP/1.1\r\nHost: a\r\nExpect: foo\r\nConnection: close\r\n\r\n',
      'EXPECTATION_FAILED',
    ],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', 'REQUEST_MALFORMED'],
    ['no HTTP', 'hello there\r\n\r\n', 'REQUEST_MALFORMED'],
  ])('refuses %s in the words of the double, with a date', async (_, request, code) => {
    const { port, seen } = await start();
    const received = await exchange(port, request);
    expect(received.endsWith(code)).toBe(true);
    expect(received).toMatch(/\r\nDate: \w{3}, /);
    expect(seen).toEqual([]);
  });

  it('says what is no HTTP, and reads the status out', async () => {
    const detailOf = (refusal: Refusal): Answer => {
      const body = Buffer.from('detail' in refusal ? String(refusal.detail) : '');
      return { status: 400, headers: ['Content-Length', String(body.length)], body, source: 'problem' };
    };
    const { port } = await start({ refuse: detailOf });
    const both = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n';
    const refused = await exchange(port, both);
    expect(refused).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(refused).toMatch(/What came is no HTTP\/1\.1 request: .*Content-Length.*\.$/);
    expect(await exchange(port, '\x16\x03\x01\x02\x00\x01')).toMatch(
      /a TLS handshake, and this port speaks plain HTTP\.$/,
    );
  });

  it('asks for a body that is announced, unless it is too large', async () => {
    const { port } = await start();
    const announced = (length: number) =>
      `POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;
    expect(await exchange(port, announced(2), 'ab')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
    expect(await exchange(port, announced(1001))).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('serves HTTP/1.0 without a Host', async () => {
    const { port } = await start();
    expect(await exchange(port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('rejects with the code of Node where the port is taken', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('closes with a keep-alive connection open, and ends an answer that hangs after the grace', async () => {
    const { port } = await start({ handle: () => new Promise(() => {}) });
    const hung = exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n').catch(() => {});
    const server = running.pop();
    await new Promise((resolve) => setImmediate(resolve));
    await server?.close(20);
    await hung;
  });
});

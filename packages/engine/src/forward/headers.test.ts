import { once } from 'node:events';
import { request as ask, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '../server.ts';
import { proxyTo, type UpstreamServer, upstreamServer } from '../testing/upstream.ts';
import { answerHeaders } from './answer-headers.ts';
import { requestHeaders } from './request-headers.ts';

const body = new Uint8Array();
const from = (...rawHeaders: string[]): string[] =>
  requestHeaders({
    method: 'GET',
    target: '/',
    headers: {},
    body,
    origin: { rawHeaders: ['Host', 'api.test', ...rawHeaders], address: '10.0.0.7', protocol: 'https' },
  });
const FORWARDED = ['X-Forwarded-For', '10.0.0.7', 'X-Forwarded-Proto', 'https', 'X-Forwarded-Host', 'api.test'];

describe('requestHeaders', () => {
  it.each([
    { what: 'a field of the API', sent: ['X-Tenant', 'a'], kept: ['X-Tenant', 'a'] },
    { what: 'a repeated field', sent: ['X-Tag', 'a', 'X-Tag', 'b'], kept: ['X-Tag', 'a', 'X-Tag', 'b'] },
    { what: 'credentials', sent: ['Authorization', 'Bearer t'], kept: ['Authorization', 'Bearer t'] },
    { what: 'Host', sent: [], kept: [] },
    { what: 'Connection', sent: ['Connection', 'keep-alive'], kept: [] },
    {
      what: 'what Connection names',
      sent: ['Connection', 'close, X-Hop', 'x-hop', '1', 'X-Not', '2'],
      kept: ['X-Not', '2'],
    },
    {
      what: 'an upgrade to HTTP/2',
      sent: ['Connection', 'Upgrade, HTTP2-Settings', 'Upgrade', 'h2c', 'HTTP2-Settings', 'AAMAAABk'],
      kept: [],
    },
    { what: 'Keep-Alive', sent: ['Keep-Alive', 'timeout=5'], kept: [] },
    { what: 'TE', sent: ['TE', 'trailers'], kept: [] },
    { what: 'the framing', sent: ['Transfer-Encoding', 'chunked', 'Trailer', 'X-Sum'], kept: [] },
    { what: 'Expect', sent: ['Expect', '100-continue'], kept: [] },
    { what: 'credentials of a proxy', sent: ['Proxy-Authorization', 'Basic x'], kept: [] },
    { what: 'what is meant for the double', sent: ['X-Stunt-Fault', 'reset'], kept: [] },
  ])('passes on of $what: $kept', ({ sent, kept }) => {
    expect(from(...sent)).toEqual([...kept, ...FORWARDED]);
  });

  it('adds to the chain of addresses, and believes the proxies before it', () => {
    const fields = from('X-Forwarded-For', '1.1.1.1', 'X-Forwarded-Proto', 'http', 'X-Forwarded-Host', 'shop.test');
    expect(fields).toEqual([
      ...['X-Forwarded-Proto', 'http', 'X-Forwarded-Host', 'shop.test'],
      ...['X-Forwarded-For', '1.1.1.1, 10.0.0.7'],
    ]);
  });
});

describe('answerHeaders', () => {
  it.each([
    {
      what: 'repeated cookies',
      sent: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'],
      kept: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'],
    },
    {
      what: 'a coding and a length',
      sent: ['Content-Encoding', 'br', 'Content-Length', '9'],
      kept: ['Content-Encoding', 'br', 'Content-Length', '9'],
    },
    { what: 'Date and Server', sent: ['Date', 'then', 'Server', 'up'], kept: ['Date', 'then', 'Server', 'up'] },
    { what: 'the connection', sent: ['Connection', 'close, X-Hop', 'X-Hop', '1', 'Keep-Alive', 'timeout=5'], kept: [] },
    { what: 'the framing', sent: ['Transfer-Encoding', 'chunked', 'Trailer', 'X-Sum'], kept: [] },
    { what: 'another double', sent: ['Stunt-Source', 'example', 'Stunt-Request-Id', 'x-1'], kept: [] },
  ])('passes on of $what: $kept', ({ sent, kept }) => {
    expect(answerHeaders(sent)).toEqual([...kept, 'Stunt-Source', 'upstream']);
  });
});

let upstream: UpstreamServer;
let proxy: RunningServer;
beforeAll(async () => {
  upstream = await upstreamServer({
    '/v1/orders/1': (_, response) =>
      response
        .writeHead(200, [
          ...['Content-Type', 'application/json', 'Content-Length', '4', 'X-Case', 'Kept'],
          ...['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Keep-Alive', 'timeout=1'],
        ])
        .end('"ok"'),
    '/v1/none': (_, response) => response.writeHead(204).end(),
    '/v1/same': (_, response) => response.writeHead(304, { ETag: '"1"' }).end(),
    '/v1/zero': (_, response) => response.writeHead(200, { 'Content-Length': 0 }).end(),
    '/v1/moved': (_, response) => response.writeHead(302, { Location: 'https://elsewhere.test/' }).end('moved'),
    '/v1/early': (_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.end('late');
    },
  });
  proxy = await proxyTo(`${upstream.url}/v1/`, { sandboxes: ['acme'] });
});
afterAll(async () => {
  await proxy.close();
  await upstream.stop();
});

async function asked(method: string, path: string, headers: Record<string, string> = {}) {
  const request = ask(proxy.url + path, { method, headers });
  request.end();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const piece of answer.setEncoding('utf8')) text += String(piece);
  return { status: answer.statusCode, headers: answer.headers, raw: answer.rawHeaders, text };
}

describe('a proxy', () => {
  it('asks below the base path of the upstream, under its name, and says whose answer it is', async () => {
    const seen = await asked('GET', '/orders/1?limit=a%2Fb');
    expect(seen).toMatchObject({ status: 200, text: '"ok"' });
    expect(seen.headers).toMatchObject({
      'set-cookie': ['a=1', 'b=2'],
      'content-length': '4',
      'stunt-source': 'upstream',
      'stunt-request-id': expect.any(String),
    });
    expect(seen.raw).toContain('X-Case');
    const { url, headers } = upstream.seen.at(-1) ?? {};
    expect(url).toBe('/v1/orders/1?limit=a%2Fb');
    expect(headers).toMatchObject({
      host: `127.0.0.1:${upstream.port}`,
      'x-forwarded-host': `127.0.0.1:${proxy.port}`,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    });
  });

  it.each([
    { line: 'HEAD /orders/1', status: 200, text: '', length: '4' },
    { line: 'GET /none', status: 204, text: '', length: undefined },
    { line: 'GET /same', status: 304, text: '', length: undefined },
    { line: 'GET /zero', status: 200, text: '', length: '0' },
    { line: 'GET /moved', status: 302, text: 'moved', length: undefined },
    { line: 'GET /early', status: 200, text: 'late', length: '4' },
    { line: 'GET /in-no-document', status: 404, text: 'unknown to the upstream', length: undefined },
    { line: 'GET /~acme/orders/1', status: 200, text: '"ok"', length: '4' },
  ])('passes on what $line is answered', async ({ line, status, text, length }) => {
    const [method = '', path = ''] = line.split(' ');
    const seen = await asked(method, path);
    expect(seen).toMatchObject({ status, text });
    expect(seen.headers['content-length']).toBe(length);
  });

  it('leaves preflights and CORS to the upstream', async () => {
    const seen = await asked('OPTIONS', '/orders/1', {
      origin: 'https://a.test',
      'access-control-request-method': 'GET',
    });
    expect(seen.headers['access-control-allow-origin']).toBeUndefined();
    expect(upstream.seen.at(-1)?.method).toBe('OPTIONS');
  });
});

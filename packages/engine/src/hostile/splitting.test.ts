import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Attacked, attacked, statusesIn } from './double.ts';

let double: Attacked;
beforeAll(async () => {
  double = await attacked();
});
afterAll(() => double.stop());

const EVIL = '%0d%0aSet-Cookie:%20sid=1%0d%0a%0d%0aHTTP/1.1%20200%20OK%0d%0a%0d%0a';
const DECODED = '\\r\\nSet-Cookie: sid=1\\r\\n\\r\\nHTTP/1.1 200 OK';
const request = (line: string, fields: readonly string[] = [], body = ''): string =>
  [`${line} HTTP/1.1`, 'Host: x', ...fields, `Content-Length: ${body.length}`, 'Connection: close', '', body].join(
    '\r\n',
  );

/** The names of the fields of an answer, and its body, as a client reads them. */
function read(received: string): { names: string[]; body: string } {
  const end = received.indexOf('\r\n\r\n');
  const names = received
    .slice(0, end)
    .split('\r\n')
    .slice(1)
    .map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
  return { names, body: received.slice(end + 4) };
}

describe('what a client sends and the answer repeats', () => {
  it.each([
    ['a path parameter', request(`GET /~a/orders/${EVIL}`)],
    ['a query', request(`GET /~a/orders?limit=${EVIL}&__example=${EVIL}&__code=${EVIL}`)],
    ['the name of a sandbox', request(`GET /~${EVIL}/orders`)],
    ['an unknown path', request(`GET /${EVIL}`)],
    ['a preference', request('GET /~a/orders', [`Prefer: example=${EVIL}, code=${EVIL}`])],
    ['an Accept', request('GET /~a/orders', [`Accept: text/${EVIL}`])],
    ['a Content-Type', request('POST /~a/orders', [`Content-Type: text/${EVIL}`], '{}')],
    ['an Origin', request('GET /~a/orders', [`Origin: http://${EVIL}`, `Access-Control-Request-Headers: ${EVIL}`])],
    ['a preflight', request('OPTIONS /~a/orders', ['Origin: http://x', `Access-Control-Request-Method: ${EVIL}`])],
    ['a body', request('POST /~a/orders', ['Content-Type: application/json'], `{"note":"${DECODED}"}`)],
    [
      'the names of a body',
      request('POST /~a/orders', ['Content-Type: application/json'], `{"${DECODED}":1,"qty":"${DECODED}"}`),
    ],
    ['a fault that is asked for', request('GET /~a/orders', [`X-Stunt-Fault: status;code=503;retryAfter=${EVIL}`])],
    ['a method', request(`${'X'.repeat(3)} /~a/orders`)],
  ])('makes no header field and no second answer: %s', async (_, bytes) => {
    const received = await double.send(bytes);
    const { names, body } = read(received);
    expect(names).not.toContain('set-cookie');
    expect(new Set(names).size).toBe(names.length);
    expect(received.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
    const length = /^content-length: (\d+)/im.exec(received)?.[1];
    expect(body.length).toBe(Number(length ?? 0));
  });

  it('is not even read where it has line ends of its own', async () => {
    for (const field of ['Origin: http://x\rSet-Cookie: a=b', 'Prefer: code=200\nSet-Cookie: a=b'])
      expect(statusesIn(await double.send(request('GET /~a/orders', [field])))).toEqual([400]);
  });
});

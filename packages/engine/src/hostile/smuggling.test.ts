import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../exchange.ts';
import { get, rawClient, wired } from '../testing/wire.ts';
import { type Attacked, attacked, statusesIn } from './double.ts';

let double: Attacked;
beforeAll(async () => {
  double = await attacked();
});
beforeEach(() => void double.seen.splice(0));
afterAll(() => double.stop());

/** What a proxy in front takes for the body of the first request, and a server that reads lengths otherwise for a second one. */
const HIDDEN = 'GET /~b/orders HTTP/1.1\r\nHost: x\r\n\r\n';
const post = (fields: string, body = HIDDEN): string =>
  `POST /~a/orders HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n${fields}\r\n\r\n${body}`;
const chunked = 'Transfer-Encoding: chunked';

describe('a request that two readers would cut differently', () => {
  it.each([
    ['a length and chunks', post(`Content-Length: ${HIDDEN.length + 5}\r\n${chunked}`, `0\r\n\r\n${HIDDEN}`)],
    ['chunks and a length', post(`${chunked}\r\nContent-Length: 4`, `0\r\n\r\n${HIDDEN}`)],
    ['two lengths that differ', post(`Content-Length: 0\r\nContent-Length: ${HIDDEN.length}`)],
    ['two lengths that are the same', post(`Content-Length: ${HIDDEN.length}\r\nContent-Length: ${HIDDEN.length}`)],
    ['a list of lengths', post('Content-Length: 0, 0')],
    ['a length with a sign', post('Content-Length: +0')],
    ['a negative length', post('Content-Length: -1')],
    ['a length in hexadecimal', post('Content-Length: 0x0')],
    ['a length of more digits than any number holds', post(`Content-Length: ${'9'.repeat(40)}`)],
    ['a coding that is none', post('Transfer-Encoding: xchunked')],
    ['chunks that are not the last coding', post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${HIDDEN}`)],
    ['two codings in two fields', post(`${chunked}\r\nTransfer-Encoding: x`, `0\r\n\r\n${HIDDEN}`)],
    ['a coding behind a vertical tab', post('Transfer-Encoding: \x0bchunked', `0\r\n\r\n${HIDDEN}`)],
    ['a space before the colon', post('Transfer-Encoding : chunked', `0\r\n\r\n${HIDDEN}`)],
    ['a space before the colon of a length', post(`Content-Length : ${HIDDEN.length}`)],
    ['a field that is folded', post(`Transfer-Encoding:\r\n chunked`, `0\r\n\r\n${HIDDEN}`)],
    ['a folded field of no meaning', post(`X-A: b\r\n c: d\r\nContent-Length: 0`)],
    ['a line that begins with a space', `GET /~a/orders HTTP/1.1\r\n Host: x\r\n\r\n${HIDDEN}`],
    ['lines that end with LF alone', `POST /~a/orders HTTP/1.1\nHost: x\nContent-Length: 0\n\n${HIDDEN}`],
    ['one line that ends with LF alone', post(`X-A: b\nContent-Length: 0`)],
    ['a line that ends with CR alone', post(`X-A: b\rContent-Length: ${HIDDEN.length}`)],
    ['a NUL in a value', post('X-A: b\x00c\r\nContent-Length: 0')],
    ['a field without a name', post(': b\r\nContent-Length: 0')],
    ['a field without a colon', post('Content-Length\r\nX-A: b')],
    ['a chunk whose size ends with LF alone', post(chunked, `5\nhello\r\n0\r\n\r\n${HIDDEN}`)],
    ['a chunk whose data does not end', post(chunked, `1\r\nhello\r\n0\r\n\r\n${HIDDEN}`)],
    ['a chunk whose size is no number', post(chunked, `0x0\r\n\r\n${HIDDEN}`)],
    ['a chunk whose size overflows', post(chunked, `fffffffffffffffff\r\n\r\n${HIDDEN}`)],
    ['chunks to a server of HTTP/1.0', post(chunked, `0\r\n\r\n${HIDDEN}`).replace('HTTP/1.1', 'HTTP/1.0')],
    ['a version that there is not', `GET /~a/orders HTTP/1.9\r\nHost: x\r\n\r\n${HIDDEN}`],
    ['the preface of HTTP/2', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${HIDDEN}`],
    ['no version', `GET /~a/orders\r\n\r\n${HIDDEN}`],
    ['a space in the target', `GET /~a/orders /~b HTTP/1.1\r\nHost: x\r\n\r\n${HIDDEN}`],
    ['two hosts', `GET /orders HTTP/1.1\r\nHost: a.localhost\r\nHost: b.localhost\r\n\r\n${HIDDEN}`],
    ['no host', `GET /~a/orders HTTP/1.1\r\n\r\n${HIDDEN}`],
  ])('is refused with 400, and nothing behind it is read: %s', async (_, bytes) => {
    const received = await double.send(bytes);
    expect({ statuses: statusesIn(received), seen: double.seen }).toEqual({ statuses: [400], seen: [] });
    expect(received).toMatch(/\r\nConnection: close\r\n/i);
    expect(received).toMatch(/"code":"REQUEST_MALFORMED"/);
  });

  it('is not one that the others follow: what stands behind a body is a request of its own', async () => {
    const last = HIDDEN.replace('Host: x', 'Host: x\r\nConnection: close');
    const received = await double.send(post('Content-Length: 2', `{}${last}`));
    expect(statusesIn(received)).toEqual([415, 200]);
    expect(double.seen.toSorted()).toEqual(['a /~a/orders', 'b /~b/orders']);
  });

  it('is cut off with a body that is too large: nothing behind it is read', async () => {
    const received = await double.send(post(`Content-Length: ${2 ** 40}`));
    expect(statusesIn(received)).toEqual([413]);
    expect(double.seen).toEqual(['a /~a/orders']);
  });
});

describe('bytes behind a request', () => {
  it('do not get into an answer that is under way', async () => {
    const wire = await wired({ delivery: { pacing: { kind: 'stall', fraction: 0.5 } } });
    const client = await rawClient(wire, get());
    await client.bytes(500);
    client.socket.write('\0\0\0\r\n\r\n');
    await client.ending;
    expect(client.text).not.toContain('REQUEST_MALFORMED');
    await wire.stop();
  });

  it('do not take the place of the answer to a request that was to be the last', async () => {
    const answer: Answer = {
      status: 200,
      headers: ['Content-Length', '2'],
      body: Buffer.from('ok'),
      source: 'example',
    };
    const handle = (): Promise<Answer> => new Promise((resolve) => setImmediate(resolve, answer));
    const wire = await wired({ server: { handle } });
    const client = await rawClient(wire, `${get('/', 'Connection: close')}GET /more HTTP/1.1\r\n\r\n`);
    await client.ending;
    expect(client.text).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\nok$/s);
    await wire.stop();
  });
});

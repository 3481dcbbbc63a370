import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Attacked, attacked, statusesIn } from './double.ts';

let double: Attacked;
beforeAll(async () => {
  double = await attacked({ maxBody: 1000, headersTimeout: 60, requestTimeout: 120 });
});
afterAll(() => double.stop());

const alive = async (): Promise<number | undefined> =>
  statusesIn(await double.send('GET /~a/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'))[0];

describe('a request that is too large', () => {
  it.each([
    ['a URL', `GET /~a/orders?${'a'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['a field', `GET /~a/orders HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    ['many fields', `GET /~a/orders HTTP/1.1\r\nHost: x\r\n${'X-A: b\r\n'.repeat(6000)}\r\n`, 431],
    [
      'trailers',
      `POST /~a/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${'X-A: b\r\n'.repeat(6000)}\r\n`,
      431,
    ],
    [
      'extensions of a chunk',
      `POST /~a/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(40_000)}\r\nx\r\n0\r\n\r\n`,
      400,
    ],
    ['a body', `POST /~a/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n`, 413],
    [
      'chunks',
      `POST /~a/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n${'a'.repeat(1001)}\r\n0\r\n\r\n`,
      413,
    ],
    [
      'a body behind Expect',
      `POST /~a/orders HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n`,
      413,
    ],
  ])('is refused, and the connection ends: %s', async (_, bytes, status) => {
    expect(statusesIn(await double.send(bytes)).at(-1)).toBe(status);
    expect(await alive()).toBe(200);
  });
});

/** Sends a byte each few milliseconds for as long as it is let, and gives back what came. */
function dribble(start: string, endless: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(double.server.port, '127.0.0.1', () => socket.write(start));
    const timer = setInterval(() => endless !== '' && socket.writable && socket.write(endless), 5);
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
    });
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      clearInterval(timer);
      resolve(received);
    });
  });
}

describe('a request that is sent slowly', () => {
  it.each([
    ['header fields that never end', 'GET /~a/orders HTTP/1.1\r\nHost: x\r\nX-A: ', 'a'],
    ['a body that never ends', 'POST /~a/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n', 'a'],
    [
      'chunks that never end',
      'POST /~a/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
      '1\r\na\r\n',
    ],
    ['a request that stops', 'GET /~a/ord', ''],
  ])('is ended with 408: %s', async (_, start, endless) => {
    const received = await dribble(start, endless);
    expect(statusesIn(received)).toEqual([408]);
    expect(received).toContain('"code":"REQUEST_TIMEOUT"');
    expect(await alive()).toBe(200);
  });

  it('is ended where nothing comes at all', async () => {
    expect(statusesIn(await dribble('', ''))).toEqual([408]);
  });

  it('keeps nobody else waiting', async () => {
    const slow = Array.from({ length: 200 }, () => dribble('GET /~a/orders HTTP/1.1\r\nHo', ''));
    expect(await alive()).toBe(200);
    expect((await Promise.all(slow)).every((received) => statusesIn(received)[0] === 408)).toBe(true);
  });
});

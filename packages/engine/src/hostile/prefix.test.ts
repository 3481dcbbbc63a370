import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Attacked, attacked, statusesIn } from './double.ts';

let double: Attacked;
beforeAll(async () => {
  double = await attacked();
});
beforeEach(() => void double.seen.splice(0));
afterAll(() => double.stop());

const ask = async (
  target: string,
  host = 'localhost',
): Promise<{ status: number | undefined; in: string | undefined }> => {
  const received = await double.send(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return { status: statusesIn(received)[0], in: double.seen[0]?.split(' ')[0] };
};

describe('a path that looks like that of another sandbox', () => {
  it.each([
    '/~a/../~b/orders',
    '/~a/./orders',
    '/~a/..',
    '/~a/%2e%2e/~b/orders',
    '/~a/%2E./~b/orders',
    '/~a/.%2e/~b/orders',
    '/~a/..%2f~b/orders',
    '/~a/..%2F~b%2Forders',
    '/~a/x%2f..%2f..%2f~b/orders',
    '/~a/..%5c~b/orders',
    '/~a/..\\~b/orders',
    '/~a\\..\\~b\\orders',
    '/orders/../~b/orders',
    '/%7eb/orders',
    '/%7Eb/orders',
    'http://localhost/~a/../~b/orders',
    'http://localhost/%7eb/orders',
  ])('is refused, and no sandbox answers it: %s', async (target) => {
    const { status } = await ask(target);
    expect(status === 400 || status === 404).toBe(true);
    expect(double.server.engine.journal.entries('b')).toEqual([]);
  });

  it.each([
    ['/~a%2f..%2f~b/orders', 400],
    ['/~a%2f~b/orders', 404],
    ['/~b%00/orders', 404],
    ['/~B/orders', 404],
    ['/~a;b/orders', 404],
    ['/~a,b/orders', 404],
    ['/~/orders', 404],
    ['/~~b/orders', 404],
    ['/~__proto__/orders', 404],
    ['/~constructor/orders', 404],
    ['//~b/orders', 404],
    ['/~a//~b/orders', 404],
    ['/~a/~b/orders', 404],
    ['/orders/~b', 200],
    ['/%257eb/orders', 404],
    ['/~a/orders?x=/../~b/', 200],
    ['/~a/orders#/../~b/', 400],
    ['/~a/orders#~b', 404],
  ])('means what it says and nothing else: %s', async (target, status) => {
    expect((await ask(target)).status).toBe(status);
    expect(double.seen.filter((each) => each.startsWith('b '))).toEqual([]);
  });

  it('is told apart from Host by the prefix, and by the target where that has a host', async () => {
    expect(await ask('/~a/orders', 'b.localhost')).toEqual({ status: 200, in: 'a' });
    double.seen.splice(0);
    expect(await ask('http://a.localhost/orders', 'b.localhost')).toEqual({ status: 200, in: 'a' });
    double.seen.splice(0);
    expect(await ask('http://localhost/~a/orders', 'b.localhost')).toEqual({ status: 200, in: 'a' });
  });

  it.each([
    'http://b.localhost@localhost/orders',
    'orders',
    '~b/orders',
    'localhost:80',
    'ftp://b.localhost/orders',
    'javascript:alert(1)',
  ])('is refused where it is no path: %s', async (target) => {
    expect((await ask(target)).status).toBe(400);
  });

  it('cannot be mixed up in a pipeline: each answer is that of its own sandbox', async () => {
    const names = Array.from({ length: 60 }, (_, index) => ['a', 'b', 'nobody'][index % 3] ?? '');
    const requests = names.map((name, index) => {
      const last = index === names.length - 1 ? 'Connection: close\r\n' : '';
      return `GET /~${name}/orders/id-${index} HTTP/1.1\r\nHost: localhost\r\n${last}\r\n`;
    });
    const received = await double.send(requests.join(''));
    const answers = received.split(/(?=HTTP\/1\.1 )/);
    expect(answers.map((answer) => /"id":"([^"]*)"/.exec(answer)?.[1] ?? statusesIn(answer)[0])).toEqual(
      names.map((name, index) => (name === 'nobody' ? 404 : `id-${index}`)),
    );
    expect(double.seen.filter((each) => /^[ab] /.test(each))).toEqual(
      names.flatMap((name, index) => (name === 'nobody' ? [] : [`${name} /~${name}/orders/id-${index}`])),
    );
  });
});

describe('the name by which all sandboxes are reached', () => {
  it('stays what it is where a partner calls its sandbox so, and so do invitations', async () => {
    const shared = await attacked({ publicUrl: 'https://sandbox.example.com', token: 'operator' });
    try {
      const request = (line: string, more = '') =>
        shared.send(`${line} HTTP/1.1\r\nHost: sandbox.example.com\r\nConnection: close\r\n${more}\r\n`);
      const invited = await shared.server.engine.registry.create({ name: 'sandbox' });
      await request('GET /orders');
      expect(shared.seen).toEqual(['default /orders']);
      expect(statusesIn(await request('GET /_stunt/sandboxes', 'Authorization: Bearer operator\r\n'))).toEqual([200]);
      const key = `Authorization: Bearer ${invited.credentials.controlKey}\r\n`;
      expect(statusesIn(await request('GET /_stunt/faults', key))).toEqual([401]);
      expect(await request('GET /', 'Accept: text/html\r\n')).not.toContain('/~sandbox/');
    } finally {
      await shared.stop();
    }
  });
});

describe('the control API', () => {
  it.each([
    '/~%61/_stunt/faults',
    '/%7Ea/_stunt/faults',
    '/~a/%5fstunt/faults',
    '/~a//_stunt/faults',
    '//_stunt/faults',
  ])('is reached by no other spelling of a name: %s', async (target) => {
    const { status } = await ask(target);
    expect(status === 400 || status === 404).toBe(true);
  });
});

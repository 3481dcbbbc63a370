import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createEngine } from '../engine.ts';
import type { Answer } from '../exchange.ts';
import { handle } from '../handle.ts';
import { YAML } from '../hostile/double.ts';
import { documentOf } from '../testing/engine-of.ts';
import { type HttpServer, type HttpServerOptions, listen } from './http-server.ts';

const ROOM = 1_000_000;

const running: HttpServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close(0);
});

const refusing: HttpServerOptions['refuse'] = ({ code }) => ({
  status: 503,
  headers: ['Content-Length', String(code.length)],
  body: Buffer.from(code),
  source: 'problem',
});

/** A double with room for a million bytes, and a partner who makes its own requests wait. */
async function waitingDouble(fault: unknown) {
  const statuses: (number | undefined)[] = [];
  let begun = 0;
  let told = (): void => {};
  const engine = createEngine({
    documents: [await documentOf(YAML)],
    sandboxes: ['a', 'b'],
    onWaiting: () => {
      begun++;
      told();
    },
    onExchange: ({ answer }) => void statuses.push(answer?.status),
  });
  const rule = engine.faults.put('a', fault);
  const server = await listen({
    host: '127.0.0.1',
    port: 0,
    maxBody: ROOM,
    maxHeld: ROOM,
    handle: (request) => handle(engine, request),
    refuse: refusing,
  });
  running.push(server);
  /** Until so many requests have begun to wait. */
  const waits = (count: number) =>
    new Promise<void>((resolve) => {
      told = () => begun >= count && resolve();
      told();
    });
  return { port: server.port, waits, statuses, heal: () => engine.faults.remove('a', rule.id) };
}

function client(port: number) {
  let text = '';
  let told = (): void => {};
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
    told();
  });
  const closed = new Promise<void>((resolve) => socket.on('error', () => {}).on('close', () => resolve()));
  return {
    socket,
    closed,
    received: () => text,
    write: (bytes: string) => new Promise((resolve) => socket.write(bytes, resolve)),
    /** Until so many answers have begun. */
    answers: (count: number) =>
      new Promise<string>((resolve) => {
        told = () => text.split('HTTP/1.1 ').length > count && resolve(text);
        told();
      }),
  };
}

const post = (sandbox: string, length: number): string => {
  const body = JSON.stringify({ note: 'a'.repeat(length) });
  return `POST /~${sandbox}/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
};
const get = (sandbox: string): string => `GET /~${sandbox}/orders HTTP/1.1\r\nHost: x\r\n\r\n`;

describe('requests that wait', () => {
  it.each([
    ['latency', { kind: 'latency', options: { fixed: '1h' } }],
    ['hang before', { kind: 'hang' }],
    ['hang after', { kind: 'hang', options: { at: 'after' } }],
  ])('make the one that waited longest give way where they are too much, and no other: %s', async (_, fault) => {
    const { port, waits, statuses, heal } = await waitingDouble(fault);
    const [first, second] = [client(port), client(port)];
    await first.write(post('a', 600_000));
    await waits(1);
    await second.write(post('a', 600_000));
    expect(await first.answers(1)).toMatch(/ 503 .*WAITING_FULL$/s);
    // Its exchange is over, too: it keeps nothing.
    expect(statuses.length).toBe(1);
    heal();
    expect(await second.answers(1)).toMatch(/ 201 /);
    // The connection serves on.
    await first.write(post('a', 10));
    expect(await first.answers(2)).toMatch(/WAITING_FULLHTTP\/1\.1 201 /);
  });

  it('are cut off where their answer is on its way', async () => {
    const { port } = await waitingDouble({ kind: 'stall-body' });
    const [first, second] = [client(port), client(port)];
    await first.write(post('a', 600_000));
    await first.answers(1);
    await second.write(post('a', 600_000));
    await second.answers(1);
    await first.closed;
    expect(second.socket.destroyed).toBe(false);
  });

  it('count no more once they are answered, or their client is gone', async () => {
    const { port, waits, heal } = await waitingDouble({ kind: 'latency', options: { fixed: '1h' } });
    const waiting = client(port);
    await waiting.write(post('a', 300_000));
    await waits(1);
    for (let round = 0; round < 3; round++) {
      const gone = client(port);
      await gone.write(post('a', 300_000));
      await waits(2 + round);
      gone.socket.destroy();
      await gone.closed;
      const other = client(port);
      await other.write(post('b', 300_000));
      expect(await other.answers(1)).toMatch(/ 201 /);
    }
    expect(waiting.received()).toBe('');
    heal();
    expect(await waiting.answers(1)).toMatch(/ 201 /);
  });

  it('count no more once their client is gone amid the answer', async () => {
    const { port, heal } = await waitingDouble({ kind: 'stall-body' });
    const waiting = client(port);
    await waiting.write(post('a', 300_000));
    await waiting.answers(1);
    for (let round = 0; round < 4; round++) {
      const gone = client(port);
      await gone.write(post('a', 300_000));
      await gone.answers(1);
      gone.socket.destroy();
      await gone.closed;
    }
    heal();
    await waiting.write(post('a', 10));
    expect(await waiting.answers(2)).toMatch(/ 201 .* 201 /s);
  });

  it('may each have as large a body as is allowed', async () => {
    const { port, waits, heal } = await waitingDouble({ kind: 'hang' });
    const only = client(port);
    await only.write(post('a', ROOM - 20));
    await waits(1);
    heal();
    expect(await only.answers(1)).toMatch(/ 201 /);
  });

  it('let go of what their answers would have held', async () => {
    const ended: string[] = [];
    const answer: Answer = {
      status: 200,
      headers: [],
      body: undefined,
      source: 'fault',
      delivery: { signal: new AbortController().signal, onEnd: () => ended.push('delivery') },
      stream: { async *[Symbol.asyncIterator]() {}, cancel: () => ended.push('stream') },
    };
    const server = await listen({
      host: '127.0.0.1',
      port: 0,
      maxBody: ROOM,
      maxHeld: ROOM,
      handle: (request) =>
        new Promise((resolve) => request.aborted?.().addEventListener('abort', () => resolve(answer))),
      refuse: refusing,
    });
    running.push(server);
    const [first, second] = [client(server.port), client(server.port)];
    await first.write(post('a', 600_000));
    await second.write(post('a', 600_000));
    await Promise.race([first.answers(1), second.answers(1)]);
    expect(ended.sort()).toEqual(['delivery', 'stream']);
  });

  it('count with their fields, and where they have no body: one connection may have many', async () => {
    const { port } = await waitingDouble({ kind: 'hang' });
    const many = client(port);
    await many.write(get('a').repeat(ROOM / 4096 + 10));
    expect(await many.answers(5)).toMatch(/^HTTP\/1\.1 503 .*WAITING_FULL/s);
  });
});

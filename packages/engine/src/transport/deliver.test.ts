import { afterEach, describe, expect, it } from '@jest/globals';
import type { Delivery } from '../delivery.ts';
import {
  agentFor,
  curl,
  get,
  hurriedClock,
  type Protocol,
  rawClient,
  stoppedClock,
  undici,
  type Wired,
  type WireOptions,
  wired,
} from '../testing/wire.ts';

const running: Wired[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

async function start(options: WireOptions): Promise<Wired> {
  const wire = await wired(options);
  running.push(wire);
  return wire;
}

const GARBAGE = Buffer.from('}{ no http at all \r\n');
const NO_HTTP = /^Response does not match the HTTP\/1\.1 protocol/;
const NO_CHUNK = /^200, 0 bytes, Response does not match the HTTP\/1\.1 protocol \(Invalid character in chunk size\)$/;

/** Where no keep-alive was asked for, undici takes any end of the connection for the end of the message, and then counts. */
const TOO_SHORT = /^200, 500 bytes, (UND_ERR_RES_CONTENT_LENGTH_MISMATCH|.*\(Invalid EOF state\))$/;

/** What each real client sees of a body of 1000 bytes. `raw`: how the connection ends, and what was there before. */
interface Damage {
  readonly name: string;
  readonly delivery: Omit<Delivery, 'signal'>;
  readonly undici: RegExp;
  /** Where the request asked for no keep-alive and sees something else. */
  readonly undiciOnce?: RegExp;
  readonly curl: RegExp;
  readonly ending: string;
  readonly raw: RegExp;
}

const damages: readonly Damage[] = [
  {
    name: 'nothing, by a reset',
    delivery: { end: { kind: 'nothing', by: 'reset' } },
    undici: /^ECONNRESET$/,
    curl: /^56, 0 bytes$/,
    ending: 'ECONNRESET',
    raw: /^$/,
  },
  {
    name: 'nothing, by an orderly end',
    delivery: { end: { kind: 'nothing', by: 'fin' } },
    undici: /^UND_ERR_SOCKET$/,
    curl: /^52, 0 bytes$/,
    ending: 'fin',
    raw: /^$/,
  },
  {
    name: 'half a body, then a reset',
    delivery: { end: { kind: 'partial', by: 'reset', fraction: 0.5 } },
    undici: /^200, 500 bytes, ECONNRESET$/,
    undiciOnce: TOO_SHORT,
    curl: /^56, 500 bytes$/,
    ending: 'ECONNRESET',
    raw: /^HTTP\/1\.1 200 OK\r\n.*\r\n(1f4\r\n)?x{500}(\r\n)?$/s,
  },
  {
    name: 'half a body, then an end',
    delivery: { end: { kind: 'partial', by: 'fin', fraction: 0.5 } },
    undici: /^200, 500 bytes, UND_ERR_SOCKET$/,
    undiciOnce: TOO_SHORT,
    curl: /^18, 500 bytes$/,
    ending: 'fin',
    raw: /^HTTP\/1\.1 200 OK\r\n.*\r\n(1f4\r\n)?x{500}(\r\n)?$/s,
  },
  {
    name: 'garbage in place of the answer',
    delivery: { end: { kind: 'garbage', bytes: GARBAGE, afterHeaders: false } },
    undici: NO_HTTP,
    curl: /^1, 0 bytes$/,
    ending: 'fin',
    raw: /^\}\{ no http at all \r\n$/,
  },
  {
    name: 'garbage in place of the body',
    delivery: { end: { kind: 'garbage', bytes: GARBAGE, afterHeaders: true } },
    undici: NO_CHUNK,
    curl: /^56, 0 bytes$/,
    ending: 'fin',
    raw: /^HTTP\/1\.1 200 OK\r\n.*Transfer-Encoding: chunked\r\n\r\n\}\{ no http at all \r\n$/s,
  },
];

const slownesses: readonly { name: string; delivery: Omit<Delivery, 'signal'>; takes: number }[] = [
  { name: 'a slow header block', delivery: { headersOver: 2000 }, takes: 2000 },
  { name: 'a body at a rate', delivery: { pacing: { kind: 'rate', bytesPerSecond: 100 } }, takes: 10_000 },
  { name: 'a body in chunks', delivery: { pacing: { kind: 'chunks', chunks: 4, over: 1000 } }, takes: 1000 },
  { name: 'a body that stalls', delivery: { pacing: { kind: 'stall', fraction: 0.5, for: 5000 } }, takes: 5000 },
  {
    name: 'slow headers, then a slow body',
    delivery: { headersOver: 500, pacing: { kind: 'chunks', chunks: 10, over: 1500 } },
    takes: 2000,
  },
];

const settings: readonly { protocol: Protocol; length: boolean; framing: string }[] = [
  { protocol: 'http', length: true, framing: 'a length' },
  { protocol: 'http', length: false, framing: 'chunks' },
  { protocol: 'https', length: true, framing: 'a length' },
  { protocol: 'https', length: false, framing: 'chunks' },
];

describe.each(settings)('a broken delivery over $protocol, framed by $framing', ({ protocol, length }) => {
  it.each(damages)('is, to a raw socket: $name', async ({ delivery, ending, raw }) => {
    const wire = await start({ protocol, length, delivery });
    const client = await rawClient(wire, get());
    expect(await client.ending).toBe(ending);
    expect(client.text).toMatch(raw);
  });

  it.each(damages)(
    'is, to undici with and without keep-alive: $name',
    async ({ delivery, undici: expected, undiciOnce }) => {
      const wire = await start({ protocol, length, delivery });
      expect(await undici(wire, '/', agentFor(wire, true))).toMatch(expected);
      expect(await undici(wire, '/', agentFor(wire, false))).toMatch(undiciOnce ?? expected);
    },
  );

  it.each(damages)('is, to curl with and without keep-alive: $name', async ({ delivery, curl: expected }) => {
    const wire = await start({ protocol, length, delivery });
    expect(await curl(wire)).toMatch(expected);
    expect(await curl(wire, '-H', 'Connection: close')).toMatch(expected);
  });

  it.each(damages)('leaves the next connection well: $name', async ({ delivery }) => {
    const wire = await start({ protocol, length, delivery });
    const agent = agentFor(wire);
    await undici(wire, '/', agent);
    expect(await undici(wire, '/well', agent)).toBe('200, 1000 bytes');
  });
});

describe.each(settings)('a slow delivery over $protocol, framed by $framing', ({ protocol, length }) => {
  it.each(slownesses)('is a correct answer in its time: $name', async ({ delivery, takes }) => {
    const clock = hurriedClock();
    const wire = await start({ protocol, length, delivery, server: { clock } });
    expect(await undici(wire)).toBe('200, 1000 bytes');
    expect(clock.now()).toBe(takes);
    expect(await curl(wire)).toBe('0, 1000 bytes');
    expect(clock.now()).toBe(2 * takes);
  });

  it.each(slownesses)('leaves the connection to the next request: $name', async ({ delivery }) => {
    const wire = await start({ protocol, length, delivery, server: { clock: hurriedClock() } });
    const client = await rawClient(wire, get('/') + get('/well', 'Connection: close'));
    expect(await client.ending).toBe('fin');
    expect(client.text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });
});

describe('deliver', () => {
  it('writes the header block piece by piece', async () => {
    const clock = stoppedClock();
    const wire = await start({ delivery: { headersOver: 1000 }, server: { clock } });
    const client = await rawClient(wire, get());
    await clock.waiting(1);
    clock.pass(50);
    await clock.waiting(2);
    await client.bytes(1);
    expect(client.text).toMatch(/^HTTP\/?[^\r]*$/);
  });

  it('sends the part of the body, then nothing for as long as the rule stands', async () => {
    const clock = stoppedClock();
    const wire = await start({ delivery: { pacing: { kind: 'stall', fraction: 0.25 } }, server: { clock } });
    const client = await rawClient(wire, get());
    await client.bytes(123 + 250);
    clock.pass(1e9);
    expect(await undici(wire, '/well')).toBe('200, 1000 bytes');
    expect(client.text).toMatch(/\r\n\r\nx{250}$/);
    wire.clear();
    await client.bytes(123 + 1000);
    expect(client.text).toMatch(/\r\n\r\nx{1000}$/);
  });

  it.each([
    { name: 'slow headers', delivery: { headersOver: 1000 } },
    { name: 'a slow body', delivery: { pacing: { kind: 'rate', bytesPerSecond: 1 } } },
    {
      name: 'a break to come',
      delivery: {
        pacing: { kind: 'chunks', chunks: 4, over: 1000 },
        end: { kind: 'partial', by: 'reset', fraction: 0.9 },
      },
    },
    {
      name: 'garbage to come',
      delivery: { headersOver: 10, end: { kind: 'garbage', bytes: GARBAGE, afterHeaders: true } },
    },
  ] as const)('sends all that is left at once when the rule is cleared: $name', async ({ delivery }) => {
    const clock = stoppedClock();
    const wire = await start({ delivery, server: { clock } });
    const answer = undici(wire);
    await clock.waiting(1);
    wire.clear();
    expect(await answer).toBe('200, 1000 bytes');
    expect(clock.asleep).toBe(0);
  });

  it.each(damages)('answers healthily where the rule was cleared before: $name', async ({ delivery }) => {
    const wire = await start({ delivery });
    wire.clear();
    expect(await undici(wire)).toBe('200, 1000 bytes');
  });

  it.each([{ protocol: 'http' }, { protocol: 'https' }] as const)(
    'leaves no timer when the client goes away, over $protocol',
    async ({ protocol }) => {
      const clock = stoppedClock();
      let over = (): void => {};
      const ended = new Promise<void>((resolve) => {
        over = resolve;
      });
      const delivery = { pacing: { kind: 'rate', bytesPerSecond: 10 }, onEnd: () => over() } as const;
      const wire = await start({ protocol, delivery, server: { clock } });
      const client = await rawClient(wire, get());
      await clock.waiting(1);
      client.socket.destroy();
      await ended;
      expect(clock.asleep).toBe(0);
    },
  );

  it.each([...damages, ...slownesses])('tells once that it is over: $name', async ({ delivery }) => {
    let ends = 0;
    const counted = { ...delivery, onEnd: () => void ends++ };
    const wire = await start({ delivery: counted, server: { clock: hurriedClock() } });
    await undici(wire, '/', agentFor(wire));
    await undici(wire, '/well');
    expect(ends).toBe(1);
  });

  it('keeps the order of a pipeline: what is slow holds up what follows, and a break takes it along', async () => {
    const wire = await start({
      delivery: { pacing: { kind: 'chunks', chunks: 3, over: 300 } },
      server: { clock: hurriedClock() },
    });
    const slow = await rawClient(wire, get('/well') + get('/slow') + get('/well', 'Connection: close'));
    expect(await slow.ending).toBe('fin');
    expect(slow.text.match(/x{1000}/g)).toHaveLength(3);

    const broken = await start({ delivery: { end: { kind: 'nothing', by: 'fin' } } });
    const client = await rawClient(broken, get('/well') + get('/') + get('/well'));
    expect(await client.ending).toBe('fin');
    expect(client.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('has no body to damage in an answer to HEAD and in a 204', async () => {
    const delivery = { pacing: { kind: 'chunks', chunks: 3, over: 300 } } as const;
    const wire = await start({ delivery, server: { clock: hurriedClock() } });
    const head = await rawClient(wire, `HEAD / HTTP/1.1\r\nHost: a\r\n\r\n${get('/well', 'Connection: close')}`);
    await head.ending;
    expect(head.text.match(/Content-Length: 1000/g)).toHaveLength(2);
    expect(head.text.match(/x{1000}/g)).toHaveLength(1);

    const empty = await start({ status: 204, length: false, delivery, server: { clock: hurriedClock() } });
    expect(await undici(empty)).toBe('204, 0 bytes');
  });

  it('answers HTTP/1.0 with as much as it asked for, and an end', async () => {
    const wire = await start({ length: false, delivery: { end: { kind: 'partial', by: 'fin', fraction: 0.5 } } });
    const client = await rawClient(wire, 'GET / HTTP/1.0\r\n\r\n');
    expect(await client.ending).toBe('fin');
    expect(client.text).toMatch(/\r\n\r\nx{500}$/);
    expect(client.text).not.toContain('chunked');
  });

  it('always keeps at least a byte of an announced length back, and of chunks the last one', async () => {
    const end = { kind: 'partial', by: 'fin', fraction: 1 } as const;
    const long = await start({ delivery: { end } });
    expect(await curl(long)).toBe('18, 999 bytes');
    const chunked = await start({ length: false, delivery: { end } });
    expect(await curl(chunked)).toBe('18, 1000 bytes');
  });

  it.each([{ protocol: 'http' }, { protocol: 'https' }] as const)(
    'lets a large half arrive whole before the reset, over $protocol',
    async ({ protocol }) => {
      const end = { kind: 'partial', by: 'reset', fraction: 0.5 } as const;
      const wire = await start({ protocol, body: 'x'.repeat(5_000_000), delivery: { end } });
      expect(await undici(wire)).toBe('200, 2500000 bytes, ECONNRESET');
      expect(await curl(wire)).toBe('56, 2500000 bytes');
    },
  );

  it('waits for a client that reads late before it resets', async () => {
    const end = { kind: 'partial', by: 'reset', fraction: 0.5 } as const;
    const wire = await start({ body: 'x'.repeat(1_200_000), delivery: { end } });
    const client = await rawClient(wire, get());
    client.socket.pause();
    for (let turn = 0; turn < 20; turn++) await undici(wire, '/well');
    client.socket.resume();
    expect(await client.ending).toBe('ECONNRESET');
    expect(client.text).toMatch(/\r\n\r\nx{600000}$/);
  });

  it('answers 500 where a header field cannot be sent, damaged delivery or not', async () => {
    const wire = await start({
      server: {
        handle: () => ({
          status: 200,
          headers: ['X-Bad', 'a\nb'],
          body: undefined,
          source: 'example',
          delivery: { signal: new AbortController().signal, headersOver: 10 },
        }),
        refuse: ({ code }) => ({ status: 500, headers: [], body: Buffer.from(code), source: 'problem' }),
      },
    });
    expect(await undici(wire)).toBe('500, 8 bytes');
  });
});

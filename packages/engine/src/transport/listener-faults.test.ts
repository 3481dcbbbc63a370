import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  agentFor,
  curl,
  get,
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

const WELL = '200, 1000 bytes';
const protocols: readonly { protocol: Protocol }[] = [{ protocol: 'http' }, { protocol: 'https' }];

describe.each(protocols)('the listener over $protocol', ({ protocol }) => {
  it('refuses connections, and serves the same port again when it is cleared', async () => {
    const wire = await start({ protocol });
    wire.server.apply([{ kind: 'refuse' }]);
    expect(await undici(wire)).toBe('ECONNREFUSED');
    expect(await curl(wire)).toBe('7, 0 bytes');
    expect(await (await rawClient(wire)).ending).toBe('ECONNREFUSED');
    wire.server.apply([]);
    expect([await undici(wire), await curl(wire)]).toEqual([WELL, '0, 1000 bytes']);
  });

  it('resets the connections that are open when it starts to refuse, idle or held', async () => {
    const held = Promise.withResolvers<never>();
    const wire = await start({
      protocol,
      server: { handle: ({ target }) => (target === '/held' ? held.promise : wellAnswer) },
    });
    const idle = await rawClient(wire, get());
    await idle.bytes(20);
    const busy = await rawClient(wire, get('/held'));
    expect(await undici(wire)).toBe('200, 2 bytes');
    wire.server.apply([{ kind: 'refuse' }]);
    expect([await idle.ending, await busy.ending]).toEqual(['ECONNRESET', 'ECONNRESET']);
  });

  it('resets each connection, new or kept, until it is cleared', async () => {
    const wire = await start({ protocol });
    const agent = agentFor(wire);
    expect(await undici(wire, '/', agent)).toBe(WELL);
    wire.server.apply([{ kind: 'reset' }]);
    expect(await undici(wire, '/', agent)).toBe('ECONNRESET');
    expect(await undici(wire)).toBe('ECONNRESET');
    // Curl says when it met the RST: while it connected, shook hands or read. Which of them is a race.
    expect(await curl(wire)).toMatch(/^(7|35|56), 0 bytes$/);
    expect(await (await rawClient(wire, get())).ending).toBe('ECONNRESET');
    wire.server.apply([]);
    expect(await undici(wire, '/', agent)).toBe(WELL);
  });

  it('closes a kept connection just as the next request is sent, once it was idle for so long', async () => {
    const clock = stoppedClock();
    const wire = await start({ protocol, server: { clock } });
    wire.server.apply([{ kind: 'idle-close', after: 1000 }]);
    const agent = agentFor(wire);
    expect(await undici(wire, '/', agent)).toBe(WELL);
    clock.pass(999);
    expect(await undici(wire, '/', agent)).toBe(WELL);
    clock.pass(1000);
    expect(await undici(wire, '/', agent)).toBe('UND_ERR_SOCKET');
    expect(await undici(wire, '/', agent)).toBe(WELL);
  });

  it('meets connections from before the fault as idle since then, and none after it', async () => {
    const clock = stoppedClock();
    const wire = await start({ protocol, server: { clock } });
    const client = await rawClient(wire, get());
    const kept = await rawClient(wire, get());
    await Promise.all([client.bytes(1100), kept.bytes(1100)]);
    wire.server.apply([{ kind: 'idle-close', after: 1000 }]);
    clock.pass(1000);
    client.socket.write(get());
    expect(await client.ending).toBe('fin');
    wire.server.apply([]);
    kept.socket.write(get('/', 'Connection: close'));
    expect(await kept.ending).toBe('fin');
    expect(kept.text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });
});

const wellAnswer = {
  status: 200,
  headers: ['Content-Length', '2'],
  body: Buffer.from('ok'),
  source: 'example',
} as const;

describe('the listener with certificates', () => {
  it.each([
    { mode: 'expired', undici: 'CERT_HAS_EXPIRED' },
    { mode: 'wrong-host', undici: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    { mode: 'untrusted', undici: /^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN)$/ },
  ] as const)('shows a certificate that careful clients reject: $mode', async ({ mode, undici: expected }) => {
    const wire = await start({ protocol: 'https' });
    const agent = agentFor(wire);
    expect(await undici(wire, '/', agent)).toBe(WELL);
    wire.server.apply([{ kind: 'tls', mode }]);
    expect(await undici(wire)).toMatch(expected);
    expect(await undici(wire, '/', agent)).toMatch(expected);
    expect(await curl(wire)).toBe('60, 0 bytes');
    expect(await curl(wire, '--insecure')).toBe('0, 1000 bytes');
    expect(await (await rawClient(wire, get())).ending).toMatch(expected);
    wire.server.apply([]);
    expect([await undici(wire, '/', agent), await curl(wire)]).toEqual([WELL, '0, 1000 bytes']);
  });

  it('agrees on HTTP/1.1 with a client that would rather speak HTTP/2', async () => {
    const wire = await start({ protocol: 'https' });
    expect(await curl(wire, '--http2')).toBe('0, 1000 bytes');
    expect((await rawClient(wire, get('/', 'Connection: close'))).socket).toMatchObject({ alpnProtocol: 'http/1.1' });
  });

  it('survives a client that speaks plain HTTP to it, and one that leaves before the handshake', async () => {
    const wire = await start({ protocol: 'https' });
    const plain = { ...wire, authority: undefined };
    const client = await rawClient(plain, get());
    expect(await client.ending).toMatch(/^(fin|ECONNRESET|closed)$/);
    (await rawClient(plain)).socket.destroy();
    expect(await undici(wire)).toBe(WELL);
  });
});

describe('the listener', () => {
  it('answers the call of control that makes it refuse, and ends that connection then', async () => {
    let refuse = (): void => {};
    const wire = await start({
      server: {
        handle: async ({ target }) => {
          if (target.endsWith('/_stunt/faults')) refuse();
          return wellAnswer;
        },
      },
    });
    refuse = () => wire.server.apply([{ kind: 'refuse' }]);
    const client = await rawClient(wire, get('/~acme/_stunt/faults'));
    expect(await client.ending).toBe('fin');
    expect(client.text).toMatch(/^HTTP\/1\.1 200 OK\r\n.*ok$/s);
    expect(await undici(wire)).toBe('ECONNREFUSED');
  });

  it('takes its port back as soon as it is free, and says so', async () => {
    const clock = stoppedClock();
    const lines: string[] = [];
    const wire = await start({ server: { clock, log: (line) => lines.push(line) } });
    wire.server.apply([{ kind: 'refuse' }]);
    const squatter = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => squatter.listen(wire.port, '127.0.0.1', resolve));
    wire.server.apply([]);
    await clock.waiting(1);
    expect(lines).toEqual([expect.stringMatching(/^port \d+ cannot be taken back yet.*EADDRINUSE/)]);
    await new Promise((resolve) => squatter.close(resolve));
    clock.pass(250);
    while (lines.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(lines[1]).toBe(`port ${wire.port} is served again`);
    expect(await undici(wire)).toBe(WELL);
  });

  it('ends as it was asked last, however often it was asked', async () => {
    const wire = await start({});
    for (let turn = 0; turn < 10; turn++) {
      wire.server.apply([{ kind: 'refuse' }]);
      wire.server.apply([]);
    }
    expect(await undici(wire)).toBe(WELL);
    wire.server.apply([{ kind: 'refuse' }, { kind: 'reset' }]);
    expect(await undici(wire)).toBe('ECONNREFUSED');
    wire.server.apply([{ kind: 'reset' }]);
    expect(await undici(wire)).toBe('ECONNRESET');
  });

  it('closes while it refuses', async () => {
    const wire = await start({});
    wire.server.apply([{ kind: 'refuse' }]);
    await wire.stop();
    expect(await undici(wire)).toBe('ECONNREFUSED');
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import type { Answer, Departure, HttpRequest } from '../exchange.ts';
import { get, rawClient, undici, type Wired, wired } from '../testing/wire.ts';

const running: Wired[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

const well: Answer = { status: 200, headers: ['Content-Length', '2'], body: Buffer.from('ok'), source: 'example' };

/** A server that holds every request for ever but those to `/well`. */
async function holding(protocol: 'http' | 'https', held: (request: HttpRequest) => void): Promise<Wired> {
  const wire = await wired({
    protocol,
    server: {
      handle: (request) => {
        if (request.target === '/well') return well;
        held(request);
        return new Promise(() => {});
      },
    },
  });
  running.push(wire);
  return wire;
}

describe.each([{ protocol: 'http' }, { protocol: 'https' }] as const)(
  'ClientDeparture over $protocol',
  ({ protocol }) => {
    it.each([
      { name: 'a reset', leave: 'resetAndDestroy' },
      { name: 'an end', leave: 'destroy' },
    ] as const)('aborts when the client leaves by $name', async ({ leave }) => {
      const asked = Promise.withResolvers<HttpRequest>();
      const wire = await holding(protocol, asked.resolve);
      const client = await rawClient(wire, get('/held'));
      const signal = (await asked.promise).aborted?.();
      const gone = new Promise<void>((resolve) => signal?.addEventListener('abort', resolve));
      expect(signal?.aborted).toBe(false);
      // A reset below TLS is not to be had from a client's TLS socket.
      if (protocol === 'https') client.socket.destroy();
      else client.socket[leave]();
      await gone;
      expect(await undici(wire, '/well')).toBe('200, 2 bytes');
    });

    it('aborts for each request of a pipeline, also those that wait for their turn', async () => {
      const asked: Departure[] = [];
      const all = Promise.withResolvers<void>();
      const wire = await holding(protocol, (request) => {
        asked.push(request.aborted?.() ?? AbortSignal.abort());
        if (asked.length === 3) all.resolve();
      });
      const client = await rawClient(wire, get('/1') + get('/2') + get('/3'));
      await all.promise;
      const gone = asked.map((signal) => new Promise<void>((resolve) => signal.addEventListener('abort', resolve)));
      client.socket.destroy();
      await Promise.all(gone);
      expect(asked.map(({ aborted }) => aborted)).toEqual([true, true, true]);
    });
  },
);

describe('ClientDeparture', () => {
  it('does not abort when the answer is complete', async () => {
    let signal: Departure | undefined;
    const wire = await wired({
      server: {
        handle: (request) => {
          signal = request.aborted?.();
          return well;
        },
      },
    });
    running.push(wire);
    await undici(wire);
    await wire.stop();
    expect(signal?.aborted).toBe(false);
  });
});

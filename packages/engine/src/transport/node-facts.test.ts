import { once } from 'node:events';
import { createServer as createWeb, type Server as Web } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from '@jest/globals';
import { curl, get, rawClient, undici, type Wired } from '../testing/wire.ts';

/** What Node and the kernel really do: the facts in docs/discoveries, each seen here without our own code in between. */

const open: (Server | Web)[] = [];
const running: Wired[] = [];
const accepted: Socket[] = [];
afterEach(async () => {
  for (const socket of accepted.splice(0)) socket.destroy();
  for (const server of open.splice(0)) server.close();
  for (const wire of running.splice(0)) await wire.stop();
});

/** A bare TCP server; what it does with the request is the test's. */
async function bare(serve: (socket: Socket) => void, pauseOnConnect = false): Promise<Wired> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect }, (socket) => {
    accepted.push(socket);
    socket.on('error', () => {});
    if (pauseOnConnect) serve(socket);
    else socket.once('data', () => serve(socket));
  });
  open.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return at(server);
}

const at = (server: Server | Web): Wired => {
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { port, url, authority: undefined } as Wired;
};

describe('resetAndDestroy', () => {
  it('throws on a TLS socket', () => {
    expect(() => new TLSSocket(undefined as unknown as Socket).resetAndDestroy()).toThrow();
  });

  it('takes back what the kernel had accepted and not yet sent, though its write was called back', async () => {
    const length = 2_000_000;
    const wire = await bare((socket) => socket.write(Buffer.alloc(length, 'x'), () => socket.resetAndDestroy()));
    const client = await rawClient(wire, get());
    expect(await client.ending).toBe('ECONNRESET');
    expect(client.text.length).toBeLessThan(length);
  });

  it('is an error to a reader even where all bytes of the answer came before', async () => {
    const wire = await bare((socket) => socket.write('bytes', () => setImmediate(() => socket.resetAndDestroy())));
    const client = await rawClient(wire, get());
    expect([await client.ending, client.text]).toEqual(['ECONNRESET', 'bytes']);
  });
});

describe('destroy', () => {
  it('ends in order where everything was read', async () => {
    const wire = await bare((socket) => socket.destroy());
    expect(await (await rawClient(wire, get())).ending).toBe('fin');
  });

  it('resets where bytes of the request were not read', async () => {
    const met = Promise.withResolvers<Socket>();
    const wire = await bare(met.resolve, true);
    const client = await rawClient(wire);
    await new Promise((resolve) => client.socket.write(get(), resolve));
    (await met.promise).destroy();
    expect(await client.ending).toBe('ECONNRESET');
  });
});

describe('undici', () => {
  it('takes a reset for the end of a body that has no length, and reports success', async () => {
    const body = 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf of it';
    const wire = await bare((socket) => socket.write(body, () => setImmediate(() => socket.resetAndDestroy())));
    expect(await undici(wire)).toBe('200, 10 bytes');
    expect(await curl(wire)).toBe('56, 10 bytes');
  });
});

describe('close of a server', () => {
  it('ends kept connections that are idle, and new ones are refused', async () => {
    const web = createWeb((_request, response) => response.end('ok'));
    open.push(web);
    await once(web.listen(0, '127.0.0.1'), 'listening');
    const wire = at(web);
    const client = await rawClient(wire, get());
    await client.bytes(10);
    web.close();
    expect(await client.ending).toBe('fin');
    expect(await (await rawClient(wire)).ending).toBe('ECONNREFUSED');
  });

  it('of a bare TCP server leaves its connections alone', async () => {
    const met = Promise.withResolvers<Socket>();
    const wire = await bare(met.resolve);
    const client = await rawClient(wire, 'one');
    const socket = await met.promise;
    open[0]?.close();
    socket.on('data', () => socket.end('still here'));
    client.socket.write('two');
    expect([await client.ending, client.text]).toEqual(['fin', 'still here']);
  });
});

describe('a connection that was never accepted', () => {
  it('is reset by the kernel when the listener closes', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    const ending = once(socket, 'error');
    server.close();
    expect(((await ending)[0] as NodeJS.ErrnoException).code).toMatch(/^ECONN(RESET|REFUSED)$/);
  });
});

import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * A proxy for CONNECT on this machine: leads what is for one host to a port here and all else to where it wants to go. Reads no
 * byte of what it passes on, and breaks off on one side as the other one did.
 */
export interface ConnectProxy {
  readonly port: number;
  close(): Promise<void>;
}

export interface Diversion {
  /** `api.example.com:443`. */
  readonly from: string;
  readonly toPort: number;
}

export async function startConnectProxy({ from, toPort }: Diversion): Promise<ConnectProxy> {
  const sockets = new Set<Duplex>();
  const server = createServer((_request, response) => {
    response.writeHead(405, { 'Content-Type': 'text/plain' }).end('This proxy takes CONNECT only.\n');
  });
  server.on('connect', (request, client: Socket, head) => {
    const target = request.url ?? '';
    const [host = '', port = ''] = /^(.*):(\d+)$/.exec(target)?.slice(1) ?? [];
    const isDiverted = target.toLowerCase() === from;
    const upstream = isDiverted
      ? connect({ host: '127.0.0.1', port: toPort, allowHalfOpen: true })
      : connect({ host: host.replace(/^\[|\]$/g, ''), port: Number(port), allowHalfOpen: true });
    for (const socket of [client, upstream]) sockets.add(socket.once('close', () => sockets.delete(socket)));
    upstream.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      client.pipe(upstream).pipe(client);
    });
    breakTogether(client, upstream);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function breakTogether(client: Socket, upstream: Socket): void {
  upstream.on('error', () => client.resetAndDestroy());
  client.on('error', () => upstream.resetAndDestroy());
  upstream.on('close', () => client.destroySoon());
  client.on('close', () => upstream.destroy());
}

/**
 * A platform that misbehaves: a real server that answers each request with the next entry of a script, the last one for good. Keeps what it
 * was sent, so that a test can see what a client repeats.
 */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ScriptEntry =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json?: object;
      readonly text?: string;
    }
  /** The connection is closed with no answer. */
  | 'reset'
  /** No answer ever comes. */
  | 'silence';

export interface SeenRequest {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

export async function scriptedServer(...script: readonly ScriptEntry[]): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({
      line: `${request.method} ${request.url}`,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    const entry = script[requests.length - 1] ?? script.at(-1) ?? 'reset';
    if (entry === 'silence') return;
    if (entry === 'reset') return void request.socket.destroy();
    const { status, headers = {}, json, text = '' } = entry;
    response.writeHead(status, headers).end(json ? JSON.stringify(json) : text);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

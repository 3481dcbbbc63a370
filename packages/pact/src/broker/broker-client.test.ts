import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connectBroker, linkFromIndex } from './broker-client.ts';
import { brokerSettings } from './broker-settings.ts';

/** What may be found where a broker is expected. What a broker itself answers is tested with the registry. */
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function clientFor(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/base`;
  const environment = { PACT_BROKER_TOKEN: 'canary-token' };
  return connectBroker(await brokerSettings({ url, caFile: undefined, timeoutMs: 300, environment, cwd: '.' }));
}

describe('connectBroker', () => {
  it.each<[string, RequestListener, string, RegExp]>([
    ['it does not answer', () => {}, 'BROKER_TIMEOUT', /did not answer within 300 ms/],
    ['it stops in the middle', (_, response) => response.write('{'), 'BROKER_TIMEOUT', /did not answer within 300 ms/],
    ['it resets', (request) => request.socket.resetAndDestroy(), 'BROKER_UNREACHABLE', /it closed the connection/],
    ['it is a web page', (_, response) => response.end('<html>'), 'BROKER_UNSUITED', /what is no JSON object/],
    [
      'it has nothing',
      (_, response) => response.writeHead(404).end('<html>'),
      'BROKER_UNSUITED',
      /there is no Pact Broker at/,
    ],
    ['it is JSON of something else', (_, response) => response.end('{}'), 'BROKER_UNSUITED', /has no link pb:x/],
    [
      'it wants a token',
      (_, response) => response.writeHead(401).end(),
      'BROKER_REFUSED',
      /does not know who asks \(401\)/,
    ],
    [
      'it refuses',
      (_, response) => response.writeHead(403).end('{"error":{"message":"read only"}}'),
      'BROKER_REFUSED',
      /does not allow GET \/base\/ \(403\): read only/,
    ],
    [
      'it sends elsewhere',
      (_, response) => response.writeHead(301, { location: 'https://u:p@x.test/y' }).end(),
      'BROKER_UNSUITED',
      /redirects GET \/base\/ to https:\/\/x\.test\/y: name that address/,
    ],
    [
      'it says what is wrong by field',
      (_, response) => response.writeHead(422).end('{"errors":{"name":["is taken"]}}'),
      'BROKER_INVALID_REQUEST',
      /422: name: is taken/,
    ],
    ['it fails', (_, response) => response.writeHead(500).end('oops'), 'BROKER_FAILED', /with 500/],
  ])('says that %s, and never the token', async (_, listener, code, message) => {
    const client = await clientFor(listener);
    const failed: unknown = await linkFromIndex(client, 'pb:x', {}).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(String(failed)).not.toMatch(/canary-token|u:p/);
    await client.close();
  });

  it('asks what a broker links to under another name of the address that it was given', async () => {
    const asked: string[] = [];
    const client = await clientFor(({ url, headers }, response) => {
      asked.push(`${url} ${headers.authorization}`);
      response.end('{"_links":{"pb:x":{"href":"http://elsewhere.test/base/x/{name}","templated":true}}}');
    });
    await client.get(await linkFromIndex(client, 'pb:x', { name: 'a/b c' }));
    expect(asked).toEqual(['/base/ Bearer canary-token', '/base/x/a%2Fb%20c Bearer canary-token']);
    await client.close();
  });
});

/** Stands in for `https://api.github.com/repos/OWNER/REPOSITORY/dispatches`: takes what the registry's webhook sends. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

/** What the webhook puts into `client_payload`. */
export type Dispatched = Readonly<Record<string, string>>;

export async function dispatchReceiver() {
  const waiting: ((payload: Dispatched) => void)[] = [];
  const server = createServer(async (request, response) => {
    const { event_type: type, client_payload: payload } = JSON.parse(await text(request));
    const isRight =
      request.method === 'POST' &&
      request.headers.authorization === 'Bearer token-of-github' &&
      type === 'contract_requiring_verification_published';
    response.writeHead(isRight ? 204 : 400, { connection: 'close' }).end();
    if (isRight) waiting.shift()?.(payload);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/repos/example/platform/dispatches`,
    next: () => new Promise<Dispatched>((resolve) => waiting.push(resolve)),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

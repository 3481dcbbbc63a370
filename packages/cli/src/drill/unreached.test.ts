import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, runStunt } from '../testing/run-stunt.ts';

/** What a drill says where nothing reaches the double, and a variable is not what the client was given. */
const folder = folderWith({
  'parcels.yaml': `
openapi: 3.1.0
info: { title: Parcels, version: 1.0.0 }
paths: { /parcels: { get: { operationId: listParcels, responses: { '204': { description: none } } } } }
`,
});
afterAll(endAll);

const PATIENCE = 60_000;
const drill = async (...args: string[]) => {
  const { code, stderr } = await runStunt(['drill', 'parcels.yaml', ...args], folder);
  expect(code).toBe(2);
  expect(stderr).not.toMatch(/^.{0,6}\bat .*:\d+/m);
  return stderr;
};
const free = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

describe('a drill that nothing reaches', () => {
  it(
    'names the host that no connection came through for',
    async () => {
      const said = await drill('--intercept', 'https://api.example.com', '--', process.execPath, '-e', '');
      expect(said).toContain('The command passed, and no connection to api.example.com:443 came through.');
      expect(said).toContain('hint: Check that api.example.com:443 is what the client calls.');
      expect(said).not.toContain('STUNT_URL');
    },
    PATIENCE,
  );

  it(
    'names the app, and where it was to ask',
    async () => {
      const app = createServer((_request, response) => response.end('shown'));
      await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`;
      try {
        const port = await free();
        const said = await drill('--attach', url, '--port', String(port));
        expect(said).toContain(
          `The command passed, and ${url} asked nothing at http://127.0.0.1:${port}; it was to be pointed there.`,
        );
        expect(said).toContain(`hint: Start the app with http://127.0.0.1:${port} as the base URL of its API`);
      } finally {
        app.close();
      }
    },
    PATIENCE,
  );

  it(
    'says in a line that the app does not answer',
    async () => {
      const [port, down] = [await free(), await free()];
      const said = await drill('--attach', `http://127.0.0.1:${down}`, '--port', String(port));
      expect(said).toContain(`  | no answer from http://127.0.0.1:${down}: ECONNREFUSED\n`);
      expect(said).toContain('hint: Start the app, with');
    },
    PATIENCE,
  );
});

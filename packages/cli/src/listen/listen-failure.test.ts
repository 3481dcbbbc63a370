import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listenFailure } from './listen-failure.ts';

const host = '127.0.0.1';
const server = createServer();
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
});

const typed = { invokedAs: 'npm start --', args: ['serve', 'my orders.yaml', '--port', '4010', '--tls'] };
const nodeError = (code: string) => Object.assign(new Error(code), { code });

describe('listenFailure', () => {
  it('names the next free port', async () => {
    const failure = await listenFailure(nodeError('EADDRINUSE'), { host, port }, typed);
    const free = /Free: (\d+)\.$/.exec(String(failure))?.[1];
    expect(Number(free)).toBeGreaterThan(port);
    expect(failure).toMatchObject({
      code: 'PORT_IN_USE',
      hint: `Type: npm start -- serve 'my orders.yaml' --tls --port ${free}`,
    });
  });

  it.each([['-p', '4010'], ['--port=4010'], ['-p4010']])('puts the free port in the place of %j', async (...old) => {
    const args = ['serve', ...old, 'a.yaml'];
    const failure = await listenFailure(nodeError('EADDRINUSE'), { host, port }, { invokedAs: 'stunt', args });
    expect(failure).toMatchObject({ hint: expect.stringMatching(/^Type: stunt serve a\.yaml --port \d+$/) });
  });

  it('tells the control port from the other one', async () => {
    const error = Object.assign(nodeError('EADDRINUSE'), { port });
    const failure = await listenFailure(error, { host, port: 0, controlPort: port }, typed);
    expect(failure).toMatchObject({
      code: 'PORT_IN_USE',
      hint: expect.stringMatching(/--port 4010 --tls --control-port \d+$/),
    });
  });

  // Other systems tell with lsof, where it is installed.
  (process.platform === 'linux' ? it : it.skip)('names the process that holds the port', async () => {
    const failure = await listenFailure(nodeError('EADDRINUSE'), { host, port }, typed);
    expect(failure).toMatchObject({
      message: expect.stringMatching(`^port ${port} is in use by node \\(pid ${process.pid}\\)\\. `),
    });
  });

  it('says why the system refuses an address', async () => {
    expect(await listenFailure(nodeError('EACCES'), { host, port: 80 }, typed)).toMatchObject({
      code: 'LISTEN_REFUSED',
      message: 'cannot listen on 127.0.0.1 port 80: this user may not open that port',
    });
  });

  it('passes every other error on', async () => {
    const error = new Error('else');
    expect(await listenFailure(error, {}, typed)).toBe(error);
  });
});

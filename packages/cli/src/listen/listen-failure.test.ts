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

const nodeError = (code: string) => Object.assign(new Error(code), { code });

describe('listenFailure', () => {
  it('names the next free port', async () => {
    const failure = await listenFailure(nodeError('EADDRINUSE'), { host, port });
    const free = /Free: (\d+)\.$/.exec(String(failure))?.[1];
    expect(Number(free)).toBeGreaterThan(port);
    expect(failure).toMatchObject({ code: 'PORT_IN_USE', hint: `Start with --port ${free}` });
  });

  it('tells the control port from the other one', async () => {
    const error = Object.assign(nodeError('EADDRINUSE'), { port });
    const failure = await listenFailure(error, { host, port: 0, controlPort: port });
    expect(failure).toMatchObject({
      code: 'PORT_IN_USE',
      hint: expect.stringMatching(/^Start with --control-port \d+$/),
    });
  });

  // Other systems tell with lsof, where it is installed.
  (process.platform === 'linux' ? it : it.skip)('names the process that holds the port', async () => {
    const failure = await listenFailure(nodeError('EADDRINUSE'), { host, port });
    expect(failure).toMatchObject({
      message: expect.stringMatching(`^port ${port} is in use by node \\(pid ${process.pid}\\)\\. `),
    });
  });

  it('says why the system refuses an address', async () => {
    expect(await listenFailure(nodeError('EACCES'), { host, port: 80 })).toMatchObject({
      code: 'LISTEN_REFUSED',
      message: 'cannot listen on 127.0.0.1 port 80: this user may not open that port',
    });
  });

  it('passes every other error on', async () => {
    const error = new Error('else');
    expect(await listenFailure(error, {})).toBe(error);
  });
});

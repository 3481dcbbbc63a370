import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith } from '../testing/run-stunt.ts';
import { readSettings } from './read-settings.ts';

afterAll(endAll);

const messageOf = (yaml: string) =>
  readSettings('stunt.yaml', folderWith({ 'stunt.yaml': yaml })).then(
    () => 'accepted',
    (error: Error & { code: string }) => `${error.code}: ${error.message}`,
  );

describe('readSettings', () => {
  it('reads a file with every key that is available', async () => {
    const yaml = `version: 1
documents: [{ file: a.yaml, name: a, basePath: /v1/a }]
listen: { host: 0.0.0.0, port: 0, controlPort: 0, tls: true, cors: false, maxBody: 1048576, publicUrl: 'https://api.test' }
answers: { dynamic: true, seed: x, ignoreExamples: true, fillProperties: false, errors: true, errorStyle: prism }
auth: off
faultHeader: off
scenarios: [{ run: brownout, where: { operation: getOrder }, loop: true, sandbox: acme }]
sandboxes: { acme: { limits: off }, initech: , hooli: { ttl: 7d, seed: 1, auth: enforce, listen: 0 } }
store: memory
limits: { '*': off, getOrder: { limit: 5, window: 1m, algorithm: gcra, per: sandbox, policy: a }, b: [{ limit: 1, algorithm: daily }] }
log: { level: trace }
webhooks: { allow: [hooks.example.com, 10.1.0.0/16], map: { order.created: createOrder, ping: [POST /ping] }, retries: [1s] }
`;
    expect(await messageOf(yaml)).toBe('accepted');
  });

  it('takes a base path with a slash at its end', async () => {
    expect(await messageOf('version: 1\ndocuments: [{ file: a.yaml, basePath: /multi/ }]\n')).toBe('accepted');
  });

  it('names an unknown key, its place and the nearest one', async () => {
    const message = await messageOf('version: 1\nlisten:\n  prot: 4020\n');
    expect(message).toMatch(
      /^CONFIG_INVALID: .*\n {2}stunt.yaml:3:3 listen.prot is not a key here; did you mean port\?$/,
    );
  });

  it('names a wrong value, its place and what is allowed', async () => {
    const message = await messageOf('version: 1\nauth: none\nlisten:\n  port: "4020"\n');
    expect(message).toContain('stunt.yaml:2:7 auth is "none"; allowed: off, presence, enforce');
    expect(message).toContain('stunt.yaml:4:9 listen.port must be integer, received "4020"');
  });

  it('takes rules of faults, and says where one has a key too much', async () => {
    expect(await messageOf('version: 1\nfaults:\n  - kind: status\n    wehn: { times: 2 }\n')).toContain(
      'stunt.yaml:4:5 faults.0.wehn is not a key here; did you mean when?',
    );
  });

  it('refuses a sandbox with settings that do not fit, or with a name that no path could hold', async () => {
    expect(await messageOf('version: 1\nsandboxes: { acme: { tll: 7d } }\n')).toContain(
      'sandboxes.acme.tll is not a key here; did you mean ttl?',
    );
    expect(await messageOf('version: 1\nsandboxes: { A_B: {} }\n')).toMatch(/:2:14 sandboxes\.A_B must match pattern/);
  });

  it('says what is wrong with a limit, and where', async () => {
    const yaml =
      'version: 1\nlimits:\n  getOrder: { limit: 0, windw: 1m }\n  b: none\n  c: [{ limit: 5, window: 60 }]\n';
    const message = await messageOf(yaml);
    expect(message).toContain('stunt.yaml:3:22 limits.getOrder.limit must be >= 1, received 0');
    expect(message).toContain('stunt.yaml:3:25 limits.getOrder.windw is not a key here; did you mean window?');
    expect(message).toContain('stunt.yaml:4:6 limits.b must match pattern "^(off|on)$", received "none"');
    expect(message).toContain('stunt.yaml:5:27 limits.c.0.window must be string, received 60');
  });

  it('asks for the version', async () => {
    expect(await messageOf('listen: {}\n')).toContain('stunt.yaml:1:1 the file lacks version');
    expect(await messageOf('version: 2\n')).toContain('stunt.yaml:1:10 version is 2; allowed: 1');
    expect(await messageOf('')).toContain('the file must be object, received null');
  });

  it('names the line of broken YAML', async () => {
    expect(await messageOf('version: 1\nlisten: {\n')).toMatch(/^CONFIG_SYNTAX: stunt.yaml:3:1 /);
  });

  it('says why a file cannot be read', async () => {
    const folder = folderWith({});
    const code = 'CONFIG_NOT_FOUND';
    await expect(readSettings('no.yaml', folder)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('no such file'),
    });
    await expect(readSettings('.', folder)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('a folder'),
    });
  });
});

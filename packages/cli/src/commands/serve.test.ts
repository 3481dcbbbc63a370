import { execFileSync, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ordersDocument } from '../testing/orders-document.ts';
import { curlLinesIn, pasteCurl } from '../testing/paste-curl.ts';
import { endAll, folderWith, runStunt, startStunt } from '../testing/run-stunt.ts';

afterAll(endAll);

const orders = () => folderWith({ 'orders.yaml': ordersDocument });
const itWithCurl = spawnSync('curl', ['--version']).status === 0 ? it : it.skip;
const tokens = `openapi: 3.1.0
info: { title: Tokens, version: '1' }
paths:
  /orders: { get: { security: [{ oauth: [read] }], responses: { '200': { description: ok } } } }
  /orders/{id}:
    get:
      security: [{ oauth: [read] }, { key: [] }]
      parameters: [{ name: id, in: path, required: true, schema: { type: string }, example: o-1 }]
      responses: { '200': { description: ok } }
components:
  securitySchemes:
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: /t, scopes: { read: r } } } }
    key: { type: apiKey, in: header, name: X-Key }
`;
const webhooksOnly = `openapi: 3.1.0
info: { title: Hooks, version: '1' }
webhooks:
  shipped: { post: { responses: { '200': { description: ok } } } }
`;

describe('stunt serve', () => {
  it('says what it found, answers, and offers lines that work when pasted', async () => {
    const stunt = await startStunt(['serve', 'orders.yaml', '-p', '0'], orders());
    expect(stunt.stdout()).toContain('Orders 1.2.0 (OpenAPI 3.1) from orders.yaml\n');
    expect(stunt.stdout()).toMatch(/ {2}operations +3\n(.*\n)* {2}base paths +\/v1 /);
    const lines = curlLinesIn(stunt.stdout());
    const answers = await Promise.all(lines.map(pasteCurl));
    expect(lines.map((line, index) => [line.split(' ')[1], answers[index]?.status])).toEqual([
      [`'${stunt.url}/orders?limit=5'`, 200],
      [`${stunt.url}/orders/o-1`, 200],
      ['-X', 201],
    ]);
    stunt.kill('SIGTERM');
    expect(await stunt.finished).toMatchObject({ code: 0, stderr: '' });
  });

  itWithCurl('offers lines that work when pasted where credentials have to be right, also for tokens', async () => {
    const stunt = await startStunt(
      ['serve', 'tokens.yaml', '-p', '0', '--auth', 'enforce'],
      folderWith({ 'tokens.yaml': tokens }),
    );
    const pasted = [...stunt.stdout().matchAll(/^ {2}((?:export|TOKEN=|curl http|curl 'http).*)$/gm)].map(
      ([, line = '']) => (line.startsWith('curl') ? `${line} -sS -o answer -w '%{http_code} '` : line),
    );
    expect(pasted.map((line) => line.split(/[ =]/)[0])).toEqual(['export', 'TOKEN', 'curl', 'curl', 'curl']);
    const script = pasted.slice(0, 4).join('\n');
    expect(execFileSync('sh', ['-c', script], { cwd: folderWith({}), encoding: 'utf8' })).toBe('200 200 ');
    expect(script).not.toContain('test-');
    stunt.kill('SIGTERM');
    await stunt.finished;
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at %s with code 0, open connections included', async (signal) => {
    const stunt = await startStunt(['mock', 'orders.yaml', '-p', '0'], orders());
    const { hostname, port } = new URL(stunt.url);
    const idle = connect(Number(port), hostname);
    await new Promise((resolve) => idle.once('connect', resolve));
    idle.on('error', () => {});
    stunt.kill(signal);
    expect((await stunt.finished).code).toBe(0);
    idle.destroy();
  });

  it('on every address links to this machine, and says what links for others need', async () => {
    const stunt = await startStunt(['serve', 'orders.yaml', '-p', '0', '--host', '0.0.0.0'], orders());
    const { port } = new URL(stunt.url);
    expect(stunt.url).toBe(`http://127.0.0.1:${port}`);
    expect(stunt.stdout()).toContain(
      `and on every other address of this machine: links for other machines need --public-url http://HOST:${port}\n`,
    );
    expect(stunt.stdout()).not.toContain('0.0.0.0');
    stunt.kill('SIGTERM');
    await stunt.finished;
  });

  it('serves what stunt.yaml says, from the folder of stunt.yaml', async () => {
    const yaml = `version: 1
documents: [{ file: orders.yaml, basePath: /shop }]
listen: { port: 0 }
auth: off
answers: { errorStyle: prism }
sandboxes: { acme: {} }
`;
    const folder = folderWith({ 'orders.yaml': ordersDocument, 'stunt.yaml': yaml });
    const stunt = await startStunt(['serve', '--config', `${folder}/stunt.yaml`]);
    expect((await fetch(`${stunt.url}/shop/orders?limit=5`)).status).toBe(200);
    expect(stunt.stdout()).toContain(`sandbox acme: ${stunt.url}/~acme\n`);
    expect((await fetch(`${stunt.url}/~acme/shop/orders?limit=5`)).status).toBe(200);
    const problem = await (await fetch(`${stunt.url}/shop/nothing`)).json();
    expect(problem).toMatchObject({ type: expect.stringContaining('stoplight.io') });
    stunt.kill('SIGTERM');
    await stunt.finished;
  });

  it('takes the flags of Prism', async () => {
    const flags = [
      '-h',
      '127.0.0.1',
      '-d',
      '--errors',
      '--cors=false',
      '--seed',
      '7',
      '--ignoreExamples',
      '-m',
      '-v',
      'debug',
    ];
    const fill = '--json-schema-faker-fillProperties=false';
    const stunt = await startStunt(['mock', '-p', '0', ...flags, fill, 'orders.yaml'], orders());
    const { status, headers } = await fetch(`${stunt.url}/orders?limit=5`, {
      headers: { 'x-api-key': 'k', origin: 'http://x.test' },
    });
    expect([status, headers.get('stunt-source'), headers.get('access-control-allow-origin')]).toEqual([
      200,
      'generated',
      null,
    ]);
    stunt.kill('SIGTERM');
    const { stdout, stderr } = await stunt.finished;
    expect(stdout).toMatch(/^GET \/orders 200 generated listOrders /m);
    expect(stderr).toContain('note: --multiprocess has no effect here');
  });

  it('prints where to control it, and three lines about faults that work when pasted', async () => {
    const folder = orders();
    const stunt = await startStunt(['serve', 'orders.yaml', '-p', '0'], folder);
    expect(stunt.stdout()).toMatch(/^control at http:\/\/127\.0\.0\.1:\d+\/_stunt$/m);
    const lines = [...stunt.stdout().matchAll(/^ {2}stunt ((?:fault|scenario) .*?) {2,}/gm)].map(
      ([, line = '']) => line,
    );
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      const args = line.replace(' --wait', '').split(' ');
      expect([line, (await runStunt(args, folder)).stderr]).toEqual([line, '']);
    }
    stunt.kill('SIGTERM');
    await stunt.finished;
  }, 30_000);

  it('puts the faults and scenarios of stunt.yaml in force, and does not start where one is wrong', async () => {
    const yaml = `version: 1
documents: [{ file: orders.yaml }]
listen: { port: 0 }
auth: off
faults: [{ kind: status, options: { code: 418 }, where: { operation: getOrder } }]
scenarios: [{ run: outage, where: { operation: listOrders } }]
`;
    const folder = folderWith({
      'orders.yaml': ordersDocument,
      'stunt.yaml': yaml,
      'fault.yaml': yaml.replace('getOrder', 'getOder'),
      'scenario.yaml': yaml.replace('outage', 'outrage'),
    });
    const stunt = await startStunt(['serve'], folder);
    const statusOf = async (path: string) => (await fetch(stunt.url + path)).status;
    expect([await statusOf('/orders/o-1'), await statusOf('/orders?limit=5')]).toEqual([418, 503]);
    stunt.kill('SIGTERM');
    await stunt.finished;
    expect((await runStunt(['serve', '--config', 'fault.yaml'], folder)).stderr).toMatch(
      /^error FAULT_INVALID: .*Nearest: getOrder/,
    );
    const { code, stderr } = await runStunt(['serve', '--config', 'scenario.yaml'], folder);
    expect(`${code} ${stderr}`).toMatch(/^1 error SCENARIO_UNKNOWN: .*outage/);
  }, 30_000);

  it('serves https, and says how to trust it', async () => {
    const folder = orders();
    const stunt = await startStunt(['serve', 'orders.yaml', '-p', '0', '--tls'], folder);
    expect(stunt.url).toMatch(/^https:/);
    const [, file = ''] = /NODE_EXTRA_CA_CERTS=(\S+)$/m.exec(stunt.stdout()) ?? [];
    expect(stunt.stdout()).toContain(`certificate authority: ${file}\n`);
    const [line = ''] = curlLinesIn(stunt.stdout());
    expect(line).toContain(`--cacert ${file}`);
    const look = `fetch('${stunt.url}/orders?limit=5').then(({ status }) => console.log(status))`;
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: file };
    expect(execFileSync(process.execPath, ['-e', look], { env, encoding: 'utf8' })).toBe('401\n');
    expect(await runStunt(['fault', 'list'], folder)).toMatchObject({ code: 0 });
    stunt.kill('SIGTERM');
    await stunt.finished;
  }, 30_000);

  it('reads the fault of a request unless --fault-header is off', async () => {
    const statusWith = async (flags: readonly string[]) => {
      const stunt = await startStunt(['serve', 'orders.yaml', '-p', '0', ...flags], orders());
      const headers = { 'x-api-key': 'k', 'x-stunt-fault': 'status;code=503' };
      const { status } = await fetch(`${stunt.url}/orders/o-1`, { headers });
      stunt.kill('SIGTERM');
      await stunt.finished;
      return status;
    };
    expect([await statusWith([]), await statusWith(['--fault-header', 'off'])]).toEqual([503, 200]);
  }, 30_000);

  it('starts with webhooks only, and lists them', async () => {
    const stunt = await startStunt(['serve', 'hooks.yaml', '-p', '0'], folderWith({ 'hooks.yaml': webhooksOnly }));
    expect(stunt.stdout()).toContain('webhooks only: paths answer 404');
    expect(stunt.stdout()).toContain('shipped');
    expect((await fetch(`${stunt.url}/shipped`)).status).toBe(404);
    stunt.kill('SIGTERM');
    await stunt.finished;
  });

  it('says that commands reach it, and no more another double of the same folder', async () => {
    const folder = orders();
    const first = await startStunt(['serve', 'orders.yaml', '-p', '0'], folder);
    const second = await startStunt(['serve', 'orders.yaml', '-p', '0'], folder);
    second.kill('SIGKILL');
    // Its entry stays behind, and tells of nobody.
    await second.finished;
    const third = await startStunt(['serve', 'orders.yaml', '-p', '0'], folder);
    for (const running of [first, third]) running.kill('SIGTERM');
    const note = `note: another double runs from this folder (pid ${first.pid}, ${first.url}): commands now reach this one\n`;
    expect([(await second.finished).stderr, (await third.finished).stderr]).toEqual([note, '']);
  });

  it('says by whom a port is in use and which one is free', async () => {
    const folder = orders();
    const stunt = await startStunt(['serve', 'orders.yaml', '-p', '0'], folder);
    const { port } = new URL(stunt.url);
    const { code, stdout, stderr } = await runStunt(['serve', 'orders.yaml', '-p', port], folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const by = process.platform === 'linux' ? ` by node \\(pid ${stunt.pid}\\)` : '.*';
    expect(stderr).toMatch(
      new RegExp(
        `^error PORT_IN_USE: port ${port} is in use${by}\\. Free: (\\d+)\\.\nhint: Type: stunt serve .* --port \\1\n$`,
      ),
    );
    stunt.kill('SIGTERM');
    await stunt.finished;
  });

  it.each([
    ['missing.yaml', 'SPEC_NOT_FOUND'],
    ['broken.yaml', 'SPEC_SYNTAX'],
    ['empty.yaml', 'SPEC_EMPTY'],
    ['other.yaml', 'SPEC_UNKNOWN_FORMAT'],
    ['.', 'SPEC_NOT_FOUND'],
  ])('does not start with %s, and says why and what to do', async (name, errorCode) => {
    const folder = folderWith({
      'broken.yaml': 'openapi: 3.1.0\npaths: {\n',
      'empty.yaml': '',
      'other.yaml': 'a: 1\n',
    });
    const { code, stdout, stderr } = await runStunt(['serve', name, '-p', '0'], folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^error ${errorCode}: (?:.+\n)+hint: .+\n$`));
  });
});

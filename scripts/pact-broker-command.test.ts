import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, startStunt } from '../packages/cli/src/testing/run-stunt.ts';

/**
 * Every sub-command of the unmodified `pact-broker` that needs no remote service, against `stunt contract serve`: exit code and
 * output of each. Left out are `ruby` and `docker`, which install a Pact Broker. The last test counts what was asserted.
 */

const command = join(dirname(import.meta.dirname), 'packages/pact/node_modules/.bin/pact-broker');
const pact = (path: string, state: string) =>
  JSON.stringify({
    consumer: { name: 'web' },
    provider: { name: 'api' },
    interactions: [
      {
        description: `a request for ${path}`,
        providerStates: [{ name: state }],
        request: { method: 'GET', path },
        response: { status: 200 },
      },
    ],
    metadata: { pactSpecification: { version: '3.0.0' } },
  });

const UUID = '11111111-1111-4111-8111-111111111111';
let asserted = 0;
let folder: string;
let url: string;
let receiver: Server | undefined;
let hooks: string;
const received: string[] = [];
const used = new Set<string>();

beforeAll(async () => {
  folder = folderWith({
    'pact.json': pact('/orders/1', 'order 1 exists'),
    'other.json': pact('/orders/2', 'order 2 exists'),
    'broken.json': '{"consumer":',
  });
  ({ url } = await startStunt(['contract', 'serve', '--port', '0'], folder));
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver = server;
  const address = server.address();
  hooks = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(async () => {
  receiver?.closeAllConnections();
  receiver?.close();
  await endAll();
});

function broker(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  used.add(args[0] ?? '');
  const env = { ...process.env, PACT_DO_NOT_TRACK: '1' };
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...env, PACT_BROKER_BASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code, output })));
}

function same<T>(actual: T, expected: unknown): void {
  asserted++;
  expect(actual).toEqual(expected);
}

/** Two assertions: the exit code, and what is printed. */
async function says(line: string, code: number, ...texts: readonly string[]): Promise<string> {
  const said = await broker(wordsOf(line));
  same(`${line} => ${said.code}\n${said.output}`, expect.stringContaining(`${line} => ${code}\n`));
  for (const text of texts) same(said.output, expect.stringContaining(text));
  return said.output;
}

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

const jsonIn = (output: string) => JSON.parse(output.slice(output.indexOf('{')));

describe('the pact-broker command with the registry', () => {
  it('publishes pacts, and refuses what is none and what conflicts', async () => {
    await says(
      'publish pact.json -a 1.0.0 --branch main --tag dev --build-url http://ci.example.com/1',
      0,
      'Created web version 1.0.0 with branch main and tags dev',
      'published',
    );
    await says('publish pact.json -a 1.0.0 --branch main', 0, 'published before, with the same content');
    await says('publish other.json -a 1.0.0 --branch main', 1, 'has another content already');
    await says('publish other.json -a 1.0.0 --branch main --merge', 0, 'merged with what was published before');
    await says('publish broken.json -a 1.1.0 --branch main', 1);
  }, 60_000);

  it('lists and gets pacts', async () => {
    await says('list-latest-pact-versions', 0, 'web', '1.0.0', 'api');
    const listed = jsonIn(await says('list-latest-pact-versions -o json', 0));
    same(listed.pacts.length, 1);
    await says('get-pacts --provider api', 0, 'Pact between web (1.0.0) and api');
    await says('get-pacts --provider api --latest', 0, 'Pact between web (1.0.0) and api');
    await says('get-pacts --provider api --branch main', 0, 'Pact between web (1.0.0) and api');
    await says('get-pacts --provider api --branch main --latest', 0, 'Pact between web (1.0.0) and api');
    await says('get-pacts --provider api --consumer web', 0);
    await says('get-pacts --provider api --consumer web --latest', 0);
    await says('get-pacts --provider api --consumer web --branch main', 0);
    await says('get-pacts --provider nobody', 1, '404');
    await says(
      'get-pacts --provider api --consumer web --branch main --latest --download --download-dir got',
      0,
      'got',
    );
    const [file = ''] = existsSync(join(folder, 'got')) ? readdirSync(join(folder, 'got')) : [];
    same(file, 'web-api-1.0.0.json');
    same(JSON.parse(readFileSync(join(folder, 'got', file), 'utf8')).interactions.length, 2);
  }, 60_000);

  it('makes, shows, changes and deletes environments', async () => {
    const contact = `--contact-name Team --contact-email-address team@example.com`;
    const made = jsonIn(await says(`create-environment --name uat --display-name UAT ${contact} -o json`, 0));
    same(made.name, 'uat');
    await says('create-environment --name uat', 1, 'uat');
    await says('list-environments', 0, 'production', 'uat');
    await says(`describe-environment --uuid ${made.uuid}`, 0, 'Name: uat', 'Name: Team');
    await says(`update-environment --uuid ${made.uuid} --name uat2 --display-name U2 --production`, 0, 'Updated uat2');
    await says(
      'record-deployment -a web -e 1.0.0 --environment uat2 --application-instance blue',
      0,
      'Recorded deployment',
    );
    await says('describe-version -a web --environment uat2 --deployed', 0, '1.0.0', 'blue');
    await says(
      'record-undeployment -a web --environment uat2 --application-instance blue',
      0,
      'Undeployed web from uat2',
    );
    await says(`delete-environment --uuid ${made.uuid}`, 0, 'deleted successfully');
    await says(`describe-environment --uuid ${made.uuid}`, 1, '404');
  }, 60_000);

  it('records deployments and releases, and answers from them', async () => {
    await says(
      'can-i-deploy -a web -e 1.0.0 --to-environment production',
      1,
      'no version of it is recorded in production',
    );
    await says('create-or-update-version -a api -e 5 --branch main -t x', 0, "Branch 'main' created for version '5'");
    await says('record-deployment -a api -e 5 --environment production', 0, 'Recorded deployment of api version 5');
    await says('can-i-deploy -a web -e 1.0.0 --to-environment production', 1, 'verify it in the build of api');
    await says('can-i-deploy -a web -e 1.0.0 --to-environment production --dry-run', 0, 'Dry run enabled');
    await says('can-i-merge -a web -e 1.0.0', 1, 'verify it in the build of api');
    await verified('5');
    await says('can-i-deploy -a web -e 1.0.0 --to-environment production', 0, 'Computer says yes');
    const answer = jsonIn(await says('can-i-deploy -a web -e 1.0.0 -a api -e 5 -o json', 0));
    same(answer.summary.deployable, true);
    await says('can-i-merge -a web -e 1.0.0', 0, 'Computer says yes');
    await says('can-i-deploy -a web -e 9.9.9 --to-environment production', 1, 'There is no version 9.9.9 of web');
    await says('record-release -a web -e 1.0.0 --environment production', 0, 'Recorded release of web version 1.0.0');
    await says('describe-version -a web --environment production --released', 0, '1.0.0');
    await says('record-support-ended -a web -e 1.0.0 --environment production', 0, 'support ended');
    await says('record-deployment -a web -e 1.0.0 --environment nowhere', 1, 'Environment nowhere does not exist');
  }, 60_000);

  it('knows pacticipants, versions, tags and branches', async () => {
    await says(
      'create-or-update-pacticipant --name web --display-name Web --main-branch main --repository-url http://git.example.com/web',
      0,
      'updated successfully',
    );
    await says('create-or-update-pacticipant --name batch', 0, 'created successfully');
    await says('describe-pacticipant --name web', 0, 'Display Name: Web', 'Main Branch: main');
    await says('describe-pacticipant --name nobody', 1, '404');
    await says('list-pacticipants', 0, 'batch', 'Web');
    await says('describe-version -a web -e 1.0.0', 0, '1.0.0', 'dev');
    await says('describe-version -a web --latest dev', 0, '1.0.0');
    await says('describe-version -a web -e 99', 1, 'not found');
    await says('create-version-tag -a web -e 1.1.0 -t t1', 1, 'does not exist');
    await says('create-version-tag -a web -e 1.1.0 -t t1 --auto-create-version', 0, 'Success');
    await says('delete-version-tag -a web -e 1.1.0 -t t1', 0, 'deleted');
    await says('delete-branch -a web --branch nope --error-when-not-found true', 1, 'was not found');
    await says('provider-states list --provider api', 0, 'order 1 exists', 'order 2 exists');
    await says('delete-branch -a web --branch main', 0, 'Successfully deleted branch');
  }, 60_000);

  it('makes, tries and deletes webhooks', async () => {
    same((await says('generate-uuid', 0)).trim(), expect.stringMatching(/^[0-9a-f-]{36}$/));
    const made = await says(
      `create-webhook '${hooks}/new?of=\${pactbroker.consumerName}' -X POST --consumer web --contract-published --user 'ci:p4ssword' -H 'X-Key: k3y' -d '{"v":"\${pactbroker.consumerVersionNumber}"}'`,
      0,
      'pb:execute',
    );
    same(made.includes('p4ssword') || made.includes('k3y'), false);
    await says(`create-webhook '${hooks}/x' -X POST --consumer nobody --contract-published`, 1, 'existing pacticipant');
    await says(`create-webhook 'http://169.254.169.254/x' -X POST --contract-published`, 1, 'never sent');
    const put = `create-or-update-webhook '${hooks}/changed' --uuid ${UUID} -X PUT --provider api`;
    await says(`${put} --provider-verification-published`, 0, UUID);
    await says(`${put} --contract-content-changed --description again`, 0, 'again');
    const tried = jsonIn((await says(`test-webhook --uuid ${UUID}`, 0)).split('\n').slice(1).join('\n'));
    same([tried.success, tried.response.status, received], [true, 200, ['PUT /changed']]);
    await says('test-webhook --uuid none', 1, '404');
    await says(`delete-webhook --uuid ${UUID}`, 0, 'successfully deleted');
    await says('publish pact.json -a 2.0.0 --branch feature', 0, 'published');
    while (received.length < 2) await new Promise((resolve) => receiver?.once('request', resolve));
    same(received[1], 'POST /new?of=web');
  }, 60_000);

  it('was tried with every sub-command, in at least fifty assertions', async () => {
    const { output } = await broker(['--help']);
    const known = [...output.matchAll(/^ {2}([a-z][a-z-]+) {2,}\S/gm)].map(([, name]) => name ?? '');
    const elsewhere = ['ruby', 'docker', 'help'];
    expect(known.length).toBeGreaterThan(25);
    expect(known.filter((name) => !used.has(name) && !elsewhere.includes(name))).toEqual([]);
    process.stdout.write(`${asserted} assertions on the pact-broker command\n`);
    expect(asserted).toBeGreaterThanOrEqual(50);
  }, 60_000);
});

/** What pact-js's verifier would publish. */
async function verified(version: string): Promise<void> {
  const found = await (await fetch(`${url}/pacts/provider/api/consumer/web/latest`)).json();
  const results = found._links['pb:publish-verification-results'].href;
  const body = JSON.stringify({ success: true, providerApplicationVersion: version, testResults: [] });
  const answer = await fetch(results, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  same(answer.status, 201);
}

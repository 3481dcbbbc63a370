/**
 * From an empty registry to a safe deployment, with real clients: three partners publish, the platform is verified, everybody is
 * deployed, a document that breaks one partner is proposed, the answers are no, the partner adapts, the answers are yes. Prints each
 * command and what came of it, and ends with 1 where something came out otherwise. Nothing of it stays behind.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { adaptedPact } from './adapted-pact.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 18)) {
  process.stderr.write(
    `This is Node.js ${process.versions.node}, the story needs 24.18 or later: see README.md beside it.\n`,
  );
  process.exit(2);
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const source = ['--conditions=@stuntdouble/source'];
const stunt = [...source, join(root, 'packages/cli/src/main.ts'), '--invoked-as=stunt'];
const brokerCli = join(root, 'packages/pact/node_modules/.bin/pact-broker');
const pacts = join(root, 'contracts/pacts');
const document = join(root, 'contracts/platform/openapi.yaml');
const folder = mkdtempSync(join(tmpdir(), 'contract-story-'));
const servers = [];
const failures = [];

/** Runs a command to its end. `expected` is its exit code, `says` and `saysNot` what its output has to have and must not have. */
function run(title, [command, ...args], { expected = 0, says = [], saysNot = [] } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: environment,
  });
  const output = `${stdout ?? ''}${stderr ?? ''}${error ?? ''}`.trim();
  say(`\n# ${title}\n$ ${spelled(command, args)}`);
  say(output.replaceAll(folder, '.').replaceAll(root, 'REPOSITORY'));
  const missing = [
    ...says.filter((text) => !output.includes(text)).map((text) => `; it does not say "${text}"`),
    ...saysNot.filter((text) => output.includes(text)).map((text) => `; it says "${text}"`),
  ];
  if (status === expected && missing.length === 0) return;
  failures.push(title);
  say(`!! exit code ${status}, expected ${expected}${missing.join('')}`);
}

const say = (text) => process.stdout.write(`${text}\n`);
const stuntArgs = (...args) => [process.execPath, ...stunt, ...args];

/** As one would type it. */
function spelled(command, args) {
  const words =
    command === process.execPath ? ['stunt', ...args.slice(stunt.length)] : [command.split('/').at(-1), ...args];
  return words.map((word) => word.replace(folder, '.').replace(`${root}/`, '')).join(' ');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a server of ours, and waits until it answers. */
async function start(title, args, url) {
  say(`\n# ${title}\n$ ${spelled(process.execPath, args)} &`);
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment,
  });
  servers.push(child);
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer !== undefined) return answer.body?.cancel();
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${title}: it does not answer at ${url}`);
}

const [registryPort, platformPort, proposalPort] = [await freePort(), await freePort(), await freePort()];
const registry = `http://127.0.0.1:${registryPort}`;
const platform = `http://127.0.0.1:${platformPort}`;
const proposal = `http://127.0.0.1:${proposalPort}`;
const environment = {
  ...process.env,
  PACT_BROKER_BASE_URL: registry,
  CI: '',
  GITHUB_ACTIONS: '',
  NO_COLOR: '1',
  PACT_DO_NOT_TRACK: 'true',
};

const verify = (version) => [
  ...stuntArgs(
    'contract',
    'verify',
    '--provider',
    'platform',
    '--provider-url',
    platform,
    '--version',
    version,
    '--branch',
    'main',
  ),
  ...['--state-change-url', `${platform}/_pact/states`, '--message-url', `${platform}/_pact/messages`, '--publish'],
];
const canDeploy = (pacticipant, version) =>
  stuntArgs('contract', 'can-i-deploy', '--pacticipant', pacticipant, '--version', version, '--to', 'production');
const deployed = (pacticipant, version) =>
  stuntArgs(
    'contract',
    'record-deployment',
    '--pacticipant',
    pacticipant,
    '--version',
    version,
    '--environment',
    'production',
  );

async function story() {
  await start(
    'An empty registry',
    [...stunt, 'contract', 'serve', '--port', String(registryPort), '--db', join(folder, 'contracts.sqlite')],
    registry,
  );
  await start(
    'The platform, as it runs today',
    [...source, join(root, 'contracts/platform/main.ts'), '--port', String(platformPort), '--provider-states'],
    `${platform}/health`,
  );

  run('The first partner publishes with the Pact CLI', [
    brokerCli,
    'publish',
    join(pacts, 'harbour-dashboard-platform.json'),
    '--consumer-app-version',
    '1.0.0',
    '--branch',
    'main',
    '--broker-base-url',
    registry,
  ]);
  for (const partner of ['northgate-uploads', 'lakeside-inbox'])
    run(
      `${partner} publishes`,
      stuntArgs(
        'contract',
        'publish',
        join(pacts, `${partner}-platform.json`),
        '--version',
        '1.0.0',
        '--branch',
        'main',
      ),
    );
  run('Nobody verified anything yet: no', canDeploy('harbour-dashboard', '1.0.0'), { expected: 1 });

  run('The platform is held to its pacts', verify('3.4.0'));
  run('It may be deployed: yes', canDeploy('platform', '3.4.0'));
  run('It is', deployed('platform', '3.4.0'));
  for (const partner of ['harbour-dashboard', 'northgate-uploads', 'lakeside-inbox']) {
    run(`${partner} may be deployed: yes`, canDeploy(partner, '1.0.0'));
    run('It is', deployed(partner, '1.0.0'));
  }

  const proposed = join(folder, 'proposed.yaml');
  writeFileSync(proposed, readFileSync(document, 'utf8').replaceAll('dueAt', 'decisionDueAt'));
  const impact = stuntArgs(
    'contract',
    'impact',
    document,
    proposed,
    '--provider',
    'platform',
    '--environment',
    'production',
    '--fail-on',
    'breaking-for-deployed',
  );
  run('A new version of the document renames a field: whom does that break?', impact, {
    expected: 1,
    says: ['harbour-dashboard', 'dueAt'],
  });

  await start(
    'A double stands in for that version',
    [...stunt, 'serve', proposed, '--port', String(proposalPort)],
    `${proposal}/health`,
  );
  run(
    'It keeps its own document',
    stuntArgs(
      'contract',
      'verify-provider',
      proposed,
      '--provider-url',
      proposal,
      '--provider',
      'platform',
      '--version',
      '4.0.0',
      '--branch',
      'proposal',
      '--publish',
      '--max-requests',
      '60',
      '--api-key',
      'any-key',
    ),
  );
  run(
    'The pacts do not fit that document',
    stuntArgs('contract', 'check', '--document', proposed, '--provider', 'platform', '--publish'),
    { expected: 1, says: ['harbour-dashboard'] },
  );
  run('May it be deployed? No', canDeploy('platform', '4.0.0'), {
    expected: 1,
    says: ['harbour-dashboard version 1.0.0 needs'],
    saysNot: ['lakeside-inbox version 1.0.0 needs'],
  });

  const adapted = join(folder, 'harbour-dashboard-platform.json');
  writeFileSync(
    adapted,
    JSON.stringify(
      adaptedPact(JSON.parse(readFileSync(join(pacts, 'harbour-dashboard-platform.json'), 'utf8')), 'dueAt'),
    ),
  );
  run(
    'The partner does without the field',
    stuntArgs('contract', 'publish', adapted, '--version', '1.1.0', '--branch', 'main'),
  );
  run('The platform of today keeps that, too', verify('3.4.0'));
  run('The partner may be deployed: yes', canDeploy('harbour-dashboard', '1.1.0'));
  run('It is', deployed('harbour-dashboard', '1.1.0'));

  run('Now it breaks nobody', impact);
  run('The pacts fit', stuntArgs('contract', 'check', '--document', proposed, '--provider', 'platform', '--publish'));
  run('May the new version be deployed? Yes', canDeploy('platform', '4.0.0'));
}

try {
  await story();
} catch (error) {
  failures.push(error.message);
} finally {
  for (const child of servers) {
    if (child.exitCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
}
say(failures.length === 0 ? '\nEverything came out as told.' : `\nIt came out otherwise: ${failures.join('; ')}`);
process.exitCode = failures.length === 0 ? 0 : 1;

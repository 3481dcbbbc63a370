/**
 * Speed of a full registry: 10,000 published versions of 50 consumers of 10 providers, verified and deployed, and then what CI
 * asks of it, over HTTP, one request after the other: can-i-deploy of a consumer and of a provider, and pacts for verification.
 *
 *   node bench/registry.mjs [--versions 10000] [--rounds 100]
 *
 * Loopback only, in a temporary folder. Exits with 1 where a median is above its target, or an answer is not what it should be.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const TARGET_MS = 50;
const CONSUMERS = 50;
const PROVIDERS = 10;

const { startRegistry } = await import('../packages/pact/src/index.ts');
const { values } = parseArgs({
  options: { versions: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '100' } },
});
const perConsumer = Math.round(Number(values.versions) / CONSUMERS);
const rounds = Number(values.rounds);

const folder = await mkdtemp(join(tmpdir(), 'stunt-bench-'));
const db = join(folder, 'contracts.sqlite');
const registry = await startRegistry({ db, port: 0 });
try {
  const begun = performance.now();
  // One transaction for all: what is measured is reading.
  registry.log.tables.run('PRAGMA synchronous = OFF');
  await fill();
  registry.log.tables.run('PRAGMA synchronous = FULL');
  const { size } = await stat(db);
  const seconds = (performance.now() - begun) / 1000;
  const counts = await json('GET', '/metrics');
  console.log(
    `${counts.pacticipantVersions.count} versions, ${counts.pactPublications.count} pacts of ${counts.pactVersions.count} contents, ` +
      `${counts.verificationResults.count} results, ${(size / 1e6).toFixed(0)} MB, filled in ${seconds.toFixed(0)} s`,
  );
  const rows = [
    await measure('can-i-deploy, a consumer to production', (at) => ({
      path: `/matrix?q[][pacticipant]=consumer-${at % CONSUMERS}&q[][version]=${perConsumer}&latestby=cvpv&environment=production`,
      isRight: ({ summary }) => summary.success === 2 && summary.deployable === true,
    })),
    await measure('can-i-deploy, a provider to production', (at) => ({
      path: `/matrix?q[][pacticipant]=provider-${at % PROVIDERS}&q[][version]=1&latestby=cvpv&environment=production`,
      isRight: ({ summary }) => summary.success === (2 * CONSUMERS) / PROVIDERS && summary.deployable === true,
    })),
    await measure('can-i-merge, a consumer', (at) => ({
      path: `/matrix?q[][pacticipant]=consumer-${at % CONSUMERS}&q[][version]=${perConsumer}&latestby=cvp&mainBranch=true`,
      isRight: ({ summary }) => summary.success === 2 && summary.deployable === true,
    })),
    await measure('pacts for verification, with pending and work in progress', (at) => ({
      method: 'POST',
      path: `/pacts/provider/provider-${at % PROVIDERS}/for-verification`,
      body: {
        providerVersionBranch: 'main',
        includePendingStatus: true,
        includeWipPactsSince: '2020-01-01',
        consumerVersionSelectors: [{ mainBranch: true }, { matchingBranch: true }, { deployedOrReleased: true }],
      },
      isRight: ({ _embedded }) => _embedded.pacts.length >= (2 * CONSUMERS) / PROVIDERS,
    })),
    await measure('publishing one pact, on the disk', (at) => ({
      method: 'POST',
      path: '/contracts/publish',
      body: publication(at % CONSUMERS, `late-${at}`, 'main', [at % PROVIDERS]),
      isRight: ({ notices }) => notices.length > 0,
    })),
  ];
  for (const { name, median, p95, wrong } of rows)
    console.log(
      `${name}: ${median.toFixed(1)} ms at the median, ${p95.toFixed(1)} ms at 95%, ${wrong} wrong (target ${TARGET_MS} ms)`,
    );
  process.exitCode = rows.every(({ median, wrong }) => median <= TARGET_MS && wrong === 0) ? 0 : 1;
} finally {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
}

/** Each consumer has two providers, publishes another content every fourth time, and one version of five on a branch of its own. */
async function fill() {
  const environments = await json('GET', '/environments?name=production');
  const [{ uuid }] = environments._embedded.environments;
  const deploy = (name, version) =>
    json('POST', `/pacticipants/${name}/versions/${version}/deployed-versions/environment/${uuid}`, {});
  for (let version = 1; version <= perConsumer; version++)
    for (let consumer = 0; consumer < CONSUMERS; consumer++) {
      const branch = version % 5 === 4 ? `feat/${consumer}-${version}` : 'main';
      const providers = [consumer % PROVIDERS, (consumer + 1) % PROVIDERS];
      await json('POST', '/contracts/publish', publication(consumer, String(version), branch, providers));
      if (version === perConsumer - 1 || version === 1) await deploy(`consumer-${consumer}`, version);
    }
  for (let provider = 0; provider < PROVIDERS; provider++) {
    const name = `provider-${provider}`;
    for (const version of ['1', '2', '3']) {
      await json('PUT', `/pacticipants/${name}/branches/main/versions/${version}`, {});
      const selectors = [{ mainBranch: true }, { deployed: true }];
      const found = await json('POST', `/pacts/provider/${name}/for-verification`, {
        consumerVersionSelectors: selectors,
      });
      for (const { _links } of found._embedded.pacts) {
        const pact = await json('GET', _links.self.href);
        const { href } = pact._links['pb:publish-verification-results'];
        await json('POST', href, { success: true, providerApplicationVersion: version, testResults: [] });
      }
    }
    await deploy(name, '1');
  }
}

function publication(consumer, version, branch, providers) {
  const name = `consumer-${consumer}`;
  const contracts = providers.map((provider) => ({
    consumerName: name,
    providerName: `provider-${provider}`,
    specification: 'pact',
    contentType: 'application/json',
    content: Buffer.from(JSON.stringify(pact(name, `provider-${provider}`, version))).toString('base64'),
  }));
  return { pacticipantName: name, pacticipantVersionNumber: version, branch, contracts };
}

/** Ten interactions, the first of which changes with every fourth version. */
function pact(consumer, provider, version) {
  const age = Number.isNaN(Number(version)) ? version : Math.floor(Number(version) / 4);
  return {
    consumer: { name: consumer },
    provider: { name: provider },
    interactions: Array.from({ length: 10 }, (_, at) => ({
      description: `request ${at}`,
      providerStates: [{ name: 'an order exists' }],
      request: { method: 'GET', path: `/orders/${at}`, headers: { Accept: 'application/json' } },
      response: {
        status: 200,
        headers: { 'Content-Type': 'application/json' },
        body: { id: at === 0 ? age : at, total: 100 },
      },
    })),
    metadata: { pactSpecification: { version: '3.0.0' } },
  };
}

async function measure(name, question) {
  const times = [];
  let wrong = 0;
  for (let at = -5; at < rounds; at++) {
    const { method = 'GET', path, body, isRight } = question(at + 5);
    const begun = performance.now();
    const answer = await json(method, path, body);
    if (at >= 0) times.push(performance.now() - begun);
    if (!isRight(answer)) wrong++;
  }
  times.sort((a, b) => a - b);
  const quantile = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { name, median: quantile(0.5), p95: quantile(0.95), wrong };
}

async function json(method, path, body) {
  const response = await fetch(path.startsWith('http') ? path : registry.url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * Installs the workspace's packages when something that decides about them has changed since the last time: the stamp
 * in node_modules is a hash of the lockfile, the workspace file, every package.json and Node's major version.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setUpEnvironment } from './environment.mjs';
import { withLock } from './lock.mjs';
import { isOffline, registryOf } from './npm.mjs';
import { runQuietly, step } from './step.mjs';
import { ensurePnpm } from './toolchain.mjs';

export async function ensurePackages(root, node) {
  const stampFile = join(root, 'node_modules', '.stunt-setup');
  const isCurrent = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOf(root, node);
  if (isCurrent()) return;
  mkdirSync(join(root, '.tools'), { recursive: true });
  await withLock(join(root, '.tools', 'lock'), async () => {
    if (isCurrent()) return;
    const stamp = stampOf(root, node);
    const pnpm = await ensurePnpm(root);
    await step('packages (pnpm install)', () => install(root, node, pnpm));
    // Renamed into place: a reader sees the old stamp or the new one, never a part of it.
    writeFileSync(`${stampFile}.${process.pid}`, stamp);
    renameSync(`${stampFile}.${process.pid}`, stampFile);
  });
}

async function install(root, node, pnpm) {
  const options = {
    cwd: root,
    env: setUpEnvironment(root, dirname(node.path)),
    failure: 'The packages could not be installed',
    next:
      'If a package.json changed, bring the lockfile up to date: npm run pnpm -- install\n' +
      'Otherwise check that npm reaches its registry (npm ping), then repeat the command.',
  };
  const [registry, offline] = await Promise.all([registryOf(options), isOffline(options)]);
  const env = {
    ...options.env,
    ...(registry && { pnpm_config_registry: registry }),
    // The ages of all packages are verified when the lockfile is changed (`npm run pnpm`); here it would double the time.
    pnpm_config_trust_lockfile: 'true',
    // Nobody can answer a question here: CI makes pnpm decide by itself.
    CI: 'true',
  };
  const args = ['install', '--frozen-lockfile', '--reporter=append-only'];
  // Without a network pnpm would ask for each package, for minutes; what an earlier checkout has left may be enough.
  if (offline) args.push('--offline');
  await runQuietly(pnpm, args, { ...options, env, ...(offline && { next: unreachable(registry) }) });
}

function unreachable(registry = 'the registry') {
  return `npm does not reach ${registry}, and not every package is in pnpm's store. Repeat the command with a network.`;
}

function stampOf(root, node) {
  const hash = createHash('sha256').update(`node ${node.major} ${process.platform} ${process.arch}\n`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests(root)]) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function manifests(root) {
  return readdirSync(join(root, 'packages'))
    .sort()
    .map((name) => join('packages', name, 'package.json'))
    .filter((file) => existsSync(join(root, file)));
}

/**
 * Brings Node 24 (only where the machine's is older) and pnpm into `.tools/`, from npm, pinned by the lockfiles in
 * `scripts/tools/*`. Takes the packages that hold the bare binary, so that no install script has to be allowed.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpEnvironment } from './environment.mjs';
import { npm } from './npm.mjs';
import { runQuietly, StepFailed, step } from './step.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const minimum = { major: 24, minor: 18 };
const isWindows = process.platform === 'win32';

/** @returns `path` of a Node that is new enough, its `major` version, and whether it was `brought` by us. */
export async function ensureNode(root) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > minimum.major || (major === minimum.major && minor >= minimum.minor)) {
    return { path: process.execPath, major, brought: false };
  }
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const path = await ensureTool(root, {
    tool: 'node',
    title: 'Node',
    packageName: `${prefix}-${isWindows ? 'win' : process.platform}-${process.arch}`,
    binary: isWindows ? 'bin/node.exe' : 'bin/node',
    next:
      'Check that npm reaches its registry (npm ping), then repeat the command;\n' +
      `or install Node ${minimum.major}.${minimum.minor} or newer yourself, which is then used.`,
  });
  return { path, major: minimum.major, brought: true };
}

/** @returns the path of pnpm's executable. */
export function ensurePnpm(root) {
  return ensureTool(root, {
    tool: 'pnpm',
    title: 'pnpm',
    packageName: `@pnpm/exe.${process.platform}-${process.arch}${isMusl() ? '-musl' : ''}`,
    binary: isWindows ? 'pnpm.exe' : 'pnpm',
    next: 'Check that npm reaches its registry (npm ping), then repeat the command.',
  });
}

async function ensureTool(root, request) {
  const { tool, title, packageName, binary } = request;
  const { optionalDependencies } = readJson(join(here, tool, 'package.json'));
  const version = Object.values(optionalDependencies)[0];
  const folder = join(root, '.tools', `${tool}-${version}-${process.platform}-${process.arch}`);
  const inFolder = join('node_modules', packageName, binary);
  if (!existsSync(join(folder, inFolder))) {
    await step(`${title} ${version}`, () => bring(root, { ...request, version, folder, inFolder }));
  }
  return join(folder, inFolder);
}

/** Installs beside the final place and renames: an interrupted or a concurrent run never leaves half a tool behind. */
async function bring(root, { tool, packageName, next, version, folder, inFolder }) {
  const draft = `${folder}.${process.pid}`;
  const binary = join(draft, inFolder);
  const failure = `${basename(folder)} could not be installed`;
  const options = { cwd: draft, env: setUpEnvironment(root), failure, next };
  try {
    mkdirSync(draft, { recursive: true });
    await npm(writeManifest(draft, { tool, packageName, version }), options);
    if (!existsSync(binary))
      throw new StepFailed(`${failure}: ${packageName}@${version} holds no ${basename(binary)}.`, next);
    await runQuietly(binary, ['--version'], { ...options, failure: `${basename(folder)} does not run on this system` });
    for (const unused of ['include', 'share']) {
      rmSync(join(draft, 'node_modules', packageName, unused), { recursive: true, force: true });
    }
    putInPlace(draft, folder, inFolder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * The lockfile cut down to this platform's package, and no longer optional: npm would pass over an optional package that
 * fails. A platform that the lockfile could not be made for gets the exact version, without a hash. @returns npm's arguments.
 */
function writeManifest(draft, { tool, packageName, version }) {
  const dependencies = { [packageName]: version };
  const place = `node_modules/${packageName}`;
  const { [place]: locked } = readJson(join(here, tool, 'package-lock.json')).packages;
  writeFileSync(join(draft, 'package.json'), JSON.stringify({ private: true, dependencies }));
  if (!locked) return ['install', '--no-package-lock'];
  const packages = { '': { dependencies }, [place]: { ...locked, optional: false } };
  writeFileSync(join(draft, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, requires: true, packages }));
  return ['ci'];
}

function putInPlace(draft, folder, inFolder) {
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another run was first: its tool is as good as ours.
    if (!existsSync(join(folder, inFolder))) throw error;
  }
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function isMusl() {
  return process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
}

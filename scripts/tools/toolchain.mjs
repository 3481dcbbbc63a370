/**
 * Brings Node 24 (only where the machine's is older) and pnpm into `.tools/`, from npm, pinned by the lockfiles in
 * `scripts/tools/*`. Takes the packages that hold the bare binary, so that no install script has to be allowed.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpEnvironment } from './environment.mjs';
import { runQuietly, StepFailed, step } from './step.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const minimum = { major: 24, minor: 18 };

/** @returns `path` of a Node that is new enough, and whether it was `brought` by us. */
export async function ensureNode(root) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > minimum.major || (major === minimum.major && minor >= minimum.minor)) {
    return { path: process.execPath, major, brought: false };
  }
  const windows = process.platform === 'win32';
  const binary = windows ? 'bin/node.exe' : 'bin/node';
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const packageName = `${prefix}-${windows ? 'win' : process.platform}-${process.arch}`;
  const path = await ensureTool(root, { tool: 'node', title: 'Node', packageName, binary });
  return { path, major: minimum.major, brought: true };
}

/** @returns the path of pnpm's executable. */
export function ensurePnpm(root) {
  const windows = process.platform === 'win32';
  const libc = isMusl() ? '-musl' : '';
  const packageName = `@pnpm/exe.${process.platform}-${process.arch}${libc}`;
  return ensureTool(root, { tool: 'pnpm', title: 'pnpm', packageName, binary: windows ? 'pnpm.exe' : 'pnpm' });
}

async function ensureTool(root, { tool, title, packageName, binary }) {
  const manifest = join(here, tool, 'package.json');
  const version = Object.values(JSON.parse(readFileSync(manifest, 'utf8')).optionalDependencies)[0];
  const folder = join(root, '.tools', `${tool}-${version}-${process.platform}-${process.arch}`);
  const path = join(folder, 'node_modules', packageName, binary);
  if (!existsSync(path)) {
    await step(`${title} ${version}`, () => bring(root, { tool, folder, path, packageName, version }));
  }
  return path;
}

/** Installs beside the final place and renames: an interrupted or a concurrent run never leaves half a tool behind. */
async function bring(root, { tool, folder, path, packageName, version }) {
  const draft = `${folder}.${process.pid}`;
  const draftPath = path.replace(folder, draft);
  const label = `${tool} ${version}`;
  const next =
    tool === 'node'
      ? `Check that npm reaches its registry, or install Node ${minimum.major}.${minimum.minor} or newer yourself; then repeat the command.`
      : 'Check that npm reaches its registry (npm ping), then repeat the command.';
  const options = { cwd: draft, env: setUpEnvironment(root), failure: `${label} could not be installed`, next };
  try {
    mkdirSync(draft, { recursive: true });
    cpSync(join(here, tool), draft, { recursive: true });
    await npm(['ci'], options);
    // The lockfile knows the platforms that it could be made for; elsewhere the exact version has to do.
    if (!existsSync(draftPath))
      await npm(['install', '--no-save', '--no-package-lock', `${packageName}@${version}`], options);
    if (!existsSync(draftPath)) throw new StepFailed(`${packageName}@${version} holds no ${basename(path)}.`, next);
    await runQuietly(draftPath, ['--version'], {
      ...options,
      failure: `${label} from npm does not run on this system`,
    });
    for (const unused of ['include', 'share'])
      rmSync(join(dirname(dirname(draftPath)), unused), { recursive: true, force: true });
    putInPlace(draft, folder, path);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function putInPlace(draft, folder, path) {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}

/** `npm start` says which npm it is; a shell's own PATH finds one otherwise. */
function npm(args, options) {
  const quiet = [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const cli = process.env.npm_execpath;
  return cli && basename(cli) === 'npm-cli.js'
    ? runQuietly(process.execPath, [cli, ...quiet], options)
    : runQuietly('npm', quiet, options);
}

function isMusl() {
  return process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
}

/** The servers that are compared: this double, built and from source, plain node:http, and Prism. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryFlags, sourceFlags } from '../scripts/tools/node-flags.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const builtFile = join(root, 'packages/cli/dist/stunt.mjs');
const node = process.execPath;

const stunt = (name, ...program) => ({
  name,
  command:
    (document, flags = []) =>
    (port) => [node, ...program, 'serve', document, '--port', String(port), '--host', '127.0.0.1', ...flags],
});

export const fromSource = stunt('stunt, source', ...sourceFlags, join(root, 'packages/cli/src/main.ts'));
const state = stateOfBuild();
/** Undefined where nothing is built, or the source has changed since. */
export const built = state === 'built' ? stunt('stunt', ...memoryFlags, builtFile) : undefined;
/** What is measured everywhere: what a user installs, where it has been built. */
export const subject = built ?? fromSource;
export const measured = {
  built: 'Measuring the built command, packages/cli/dist/stunt.mjs.',
  outdated: 'Measuring from source: the built command is older than the source (npm run build).',
  missing: 'Measuring from source: nothing is built (npm run build).',
}[state];

function stateOfBuild() {
  if (!existsSync(builtFile)) return 'missing';
  const sources = ['cli', 'engine'].flatMap((name) => {
    const folder = join(root, 'packages', name, 'src');
    return readdirSync(folder, { recursive: true }).map((file) => join(folder, file));
  });
  const isSource = (file) => file.endsWith('.ts') && !file.endsWith('.test.ts');
  const newest = Math.max(...sources.filter(isSource).map((file) => statSync(file).mtimeMs));
  return statSync(builtFile).mtimeMs >= newest ? 'built' : 'outdated';
}

const prismFolder = join(root, 'node_modules/@stoplight/prism-cli');
export const prism = {
  name: 'Prism',
  version: JSON.parse(readFileSync(join(prismFolder, 'package.json'), 'utf8')).version,
  command: (document) => (port) => [
    node,
    join(prismFolder, 'dist/index.js'),
    'mock',
    '-v',
    'silent',
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    document,
  ],
};

/** Plain node:http with the bytes of `answer`, as it came from the subject. */
export function rawWith(answer) {
  const folder = mkdtempSync(join(tmpdir(), 'stunt-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'answer.json');
  const { status, headers, body } = answer;
  writeFileSync(file, JSON.stringify({ status, type: headers['content-type'], text: body.toString() }));
  return { name: 'node:http', command: () => (port) => [node, join(root, 'bench/raw-server.mjs'), String(port), file] };
}

const corpus = join(root, '../shared/specs');
const inCorpus = (path) => (existsSync(join(corpus, path)) ? join(corpus, path) : undefined);

export const documents = {
  parcels: join(root, 'bench/parcels.yaml'),
  github:
    inCorpus('github/api.github.com.json') ?? join(root, 'node_modules/@octokit/openapi/generated/api.github.com.json'),
  /** Undefined where the corpus is not beside the repository. */
  stripe: inCorpus('stripe/spec3.yaml'),
};

/**
 * The repositories that the recipes run in: the reference platform, and partners of it, each a small git repository whose scripts lead to
 * the real ones of `contracts/`. And what a runner has on its PATH, as far as it is not on this machine's.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { git } from './run-workflow.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const source = '--conditions=@stuntdouble/source';
const node = `'${process.execPath}'`;
const jest = `${node} --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js`;

const consumerTests = (partner: string): string =>
  `pacts=$PWD/pacts; cd '${root}' && PACT_OUTPUT=$pacts ${jest} 'contracts/partners/${partner}/.*\\.pact\\.test\\.ts$'`;
const startPlatform = `exec ${node} ${source} '${root}/contracts/platform/main.ts' --provider-states --port 8080`;

/** What stands in package.json, by what a repository holds. */
export const scripts = {
  partner: (partner: string) => ({
    'test:contract': consumerTests(partner),
    'test:api': `exec ${node} '${root}/contracts/partners/${partner}/client.drill.spec.ts'`,
    deploy: 'echo deployed > deployed.txt',
  }),
  platform: { start: startPlatform, deploy: 'echo deployed > deployed.txt' },
};

/** A repository with one commit on `main`. */
export function repositoryWith(
  folder: string,
  of: Readonly<Record<string, string>>,
  replace: Readonly<Record<string, string>>,
): string {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '--quiet');
  writeFileSync(join(folder, '.gitignore'), 'node_modules/\n');
  const manifest = JSON.stringify({ name: 'fixture', private: true, type: 'module', scripts: of }, null, 2);
  const text = Object.entries(replace).reduce((before, [from, to]) => before.replaceAll(from, to), manifest);
  writeFileSync(join(folder, 'package.json'), text);
  copyFileSync(join(root, 'contracts/platform/openapi.yaml'), join(folder, 'openapi.yaml'));
  commit(folder, 'Begin');
  return folder;
}

export function commit(folder: string, message: string): string {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(folder, 'rev-parse', 'HEAD');
}

/** As GitHub makes it for a pull request: a merge of the proposal, and of nothing else, into main. */
export function pullRequest(folder: string, change: (document: string) => string): string {
  const document = join(folder, 'openapi.yaml');
  git(folder, 'checkout', '--quiet', '-B', 'proposal', 'main');
  writeFileSync(document, change(readFileSync(document, 'utf8')));
  commit(folder, 'Change the document');
  git(folder, 'checkout', '--quiet', '--detach', 'main');
  git(folder, 'merge', '--quiet', '--no-ff', '--message', 'Merge proposal into main', 'proposal');
  const merged = git(folder, 'rev-parse', 'HEAD');
  git(folder, 'branch', '--force', 'pull-request', merged);
  git(folder, 'checkout', '--quiet', 'main');
  return merged;
}

/** `npx` finds what `npm ci` installed; `npm ci` installs these commands from source; `gh` writes down what it was asked for. */
export function binWith(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const stunt = `exec ${node} ${source} '${root}/packages/cli/src/main.ts' "$@"`;
  const broker = `exec '${root}/contracts/node_modules/.bin/pact-broker' "$@"`;
  const programs = {
    stunt,
    'pact-broker': broker,
    npx: 'name=$1; shift; exec "node_modules/.bin/$name" "$@"',
    npm: `if [ "$1" = ci ]; then mkdir -p node_modules/.bin && exec cp '${folder}/stunt' '${folder}/pact-broker' node_modules/.bin/; fi
if [ "$1" = start ]; then set -- run start; fi
exec sh -c "$(${node} -p 'JSON.parse(fs.readFileSync("package.json")).scripts[process.argv[1]]' "$2")"`,
    gh: `echo "$@" >> '${folder}/gh.log'; for last; do :; done; cat "$last" >> '${folder}/gh.log'`,
  };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** The plan of a partner's drill, with these modes alone and for the operation that it begins with: cells take seconds. */
export function shortPlan(partner: string, modes: readonly string[]): string {
  const plan = readFileSync(join(root, `contracts/partners/${partner}/drill.yaml`), 'utf8');
  const skip = ['createDocument', 'uploadDocumentContent', 'completeDocument', 'submitIntake'];
  return `${plan}only: ${JSON.stringify(modes)}\nskip: ${JSON.stringify(skip)}\n`;
}

/** A script that somebody runs once, by hand. */
export function runScript(
  file: string,
  { bin, cwd, env }: { readonly bin: string; readonly cwd: string; readonly env: Readonly<Record<string, string>> },
) {
  const { PATH = '', HOME = '/' } = process.env;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `npm ci && exec "$0"`, file], {
    cwd,
    encoding: 'utf8',
    env: { PATH: `${bin}:${PATH}`, HOME, PACT_DO_NOT_TRACK: 'true', ...env },
  });
  return { status, output: `${stdout}${stderr}` };
}

#!/usr/bin/env -S node --min-semi-space-size=8 --max-semi-space-size=16
import { readFileSync } from 'node:fs';
import module from 'node:module';
import type { Outcome } from './outcome.ts';
import { plainText } from './print/plain-text.ts';

/**
 * The process: reads the arguments, runs the command, prints what it returned, ends with its exit code. The only place
 * that touches the process and the only one that prints; everything else is handed what it needs.
 */

// By hand, since an old Node would complain of what it does not know, with a stack.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 18)) {
  process.stderr.write(
    `error NODE_TOO_OLD: stunt runs on Node 24.18 or later; this is ${process.version}.\nhint: Install Node 24 from nodejs.org; in a clone of the repository npm start brings it.\n`,
  );
  process.exit(2);
}

// Before anything large is imported: a second start finds it compiled.
module.enableCompileCache();

/** `scripts/run.mjs` passes how the command was typed, as the first argument, so that hints can be pasted. */
const invokedAsFlag = '--invoked-as=';
const [first = '', ...rest] = process.argv.slice(2);
const invokedAs = first.startsWith(invokedAsFlag) ? first.slice(invokedAsFlag.length) : 'stunt';
const args = first.startsWith(invokedAsFlag) ? rest : process.argv.slice(2);

// Loading the engine takes longest: begun here, it overlaps with loading yargs. A failure is told by the command that needs it.
const [word, next] = args;
const usesEngine = ['serve', 'mock', 'proxy', 'check', 'drill'].includes(word ?? '');
const usesCatalogue = word === 'fault' && ['add', 'preview', 'kinds'].includes(next ?? '');
if (usesEngine || usesCatalogue) import('@stuntdouble/engine').catch(() => {});

let isRunning = false;
/** A server, or what follows one: with nobody to read it there is nothing to do. */
let isEndless = false;

const isForGithub = process.env.GITHUB_ACTIONS === 'true';

// Node's own words would quote the error, and with it a request.
if (['serve', 'mock', 'proxy'].includes(word ?? '') || (word === 'contract' && next === 'serve'))
  void import('./print/crash.ts').then(({ crashText }) =>
    process.on('uncaughtException', (error) => {
      process.stderr.write(`${crashText(error)}\n`, () => process.exit(1));
    }),
  );

// A reader that has seen enough (`| head`) is no failure, and makes none good: work that ends by itself goes on to its own exit code.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  const hasLeft = error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
  if (!hasLeft || isEndless) process.exit(hasLeft ? 0 : 1);
});
// Who reads the progress may go; the work goes on.
process.stderr.on('error', () => {});

try {
  const { runCommandLine } = await import('./command-line.ts');
  const outcome = await runCommandLine(args, {
    invokedAs,
    args,
    version: versionOfPackage(),
    cwd: process.cwd(),
    environment: { controlUrl: process.env.STUNT_CONTROL_URL, token: process.env.STUNT_TOKEN },
    variables: process.env,
    log: (line) => process.stderr.write(`${isAnnotation(line) ? line : plainText(line, { isForGithub })}\n`),
    say: (line) => process.stdout.write(`${plainText(line, { isForGithub })}\n`),
    readInput: async () => (await import('node:stream/consumers')).text(process.stdin),
    onStop,
  });
  isEndless = outcome.running !== undefined;
  isRunning = outcome.running !== undefined || outcome.ending !== undefined;
  process.exitCode = outcome.exitCode;
  print(outcome);
  if (isRunning) {
    await outcome.running;
    process.exit((await outcome.ending) ?? outcome.exitCode);
  }
} catch (error) {
  const { complaint } = await import('./print/complaint.ts');
  const { exitCode, text } = complaint(error, { debug: args.includes('--debug') });
  // Whatever was begun ends here, a server that listens already included.
  process.stderr.write(`${plainText(text, { isForGithub })}\n`, () => process.exit(exitCode));
}

/** A command to GitHub that is our own: those of others' making are within a line of ours, or no first one. */
function isAnnotation(line: string): boolean {
  return /^::(error|warning|notice) [^\n\r]*$/.test(line);
}

function print({ json, text }: Outcome): void {
  if (json !== undefined) process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  else
    for (const part of typeof text === 'string' ? [text] : text)
      process.stdout.write(`${plainText(part, { isForGithub })}\n`);
}

function onStop(): AbortSignal {
  const stopping = new AbortController();
  // A terminal that is closed hangs up: what was started in process groups of its own would go on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Before there is anything to close, and at a second signal, there is nothing to wait for.
      if (!isRunning || stopping.signal.aborted) process.exit(word === 'drill' ? 2 : 0);
      stopping.abort();
    });
  }
  return stopping.signal;
}

function versionOfPackage(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}

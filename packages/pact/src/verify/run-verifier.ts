import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PactError } from '../errors.ts';
import type { VerifierAnswer, VerifierJob, VerifierOptions } from './verify-process.ts';

/** Runs Pact's verifier, one pact after the other, in a process of its own that is ended when it takes too long. Prints nothing. */
export interface RunningVerifier {
  /** @returns what the verifier said. @throws PactError VERIFIER_FAILED where it ended without a word. */
  verify(options: VerifierOptions, limitMs: number): Promise<string>;
  end(): void;
}

const KEPT_OUTPUT = 4000;

export function startVerifier(environment: NodeJS.ProcessEnv): RunningVerifier {
  const child = spawn(process.execPath, ['--disable-warning=DEP0169', program()], {
    env: withoutForeign(environment),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let noise = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    noise = (noise + chunk).slice(-KEPT_OUTPUT);
  });
  return {
    verify: (options, limitMs) => ask(child, { options }, limitMs, () => noise),
    end: () => {
      child.kill('SIGKILL');
    },
  };
}

/** Beside this file in the source and in the library; above the chunks in the built command. */
function program(): string {
  const places = ['./verify-process.ts', './verify-process.js', '../verify-process.mjs', './verify-process.mjs'];
  const files = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = files.find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new PactError('VERIFIER_FAILED', `the program that runs the verifier is not beside ${files[0]}`);
}

/**
 * The verifier reads a broker and filters from `PACT_…` by itself, and pact-js sends what is for the provider through a
 * proxy that the environment names: here it speaks to this machine alone, and verifies what it is handed. An empty `SSL_CERT_FILE`
 * or `SSL_CERT_DIR` is none to us; the verifier looks for its authorities there, and then says `builder error` of every interaction.
 */
function withoutForeign(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) =>
        !/^(PACT_(?!PREBUILD)|LOG_LEVEL$|NODE_OPTIONS$|(?:HTTPS?|ALL)_PROXY$)/i.test(name) &&
        !(value === '' && /^SSL_CERT_(FILE|DIR)$/.test(name)),
    ),
  );
}

function ask(child: ChildProcess, job: VerifierJob, limitMs: number, noise: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      const [last = ''] = noise().trim().split('\n').slice(-1);
      finish(() => reject(new PactError('VERIFIER_FAILED', `${why}${last && `; its last words: ${last}`}`)));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`the verifier did not end within ${Math.round(limitMs / 1000)} s and was stopped`);
    }, limitMs);
    const answered = ({ said }: VerifierAnswer) => finish(() => resolve(said));
    const ended = () => fail('the verifier ended before it had a result');
    const failed = (error: Error) => fail(`the verifier cannot be started: ${error.message}`);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      child.off('message', answered).off('exit', ended).off('error', failed);
      settle();
    };
    child.on('message', answered).on('exit', ended).on('error', failed);
    child.send(job, (error) => error && failed(error));
  });
}

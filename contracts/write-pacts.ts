/**
 * `npm run pacts`: runs the partners' consumer tests, each file with a folder of its own, and merges what they wrote into
 * `contracts/pacts/`, one file for each consumer. The same tests always give the same bytes. Writes nothing if a test fails.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileName, mergePacts, pactText } from './pact-files.ts';
import { committedPacts, readPact } from './pact-output.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const written = mkdtempSync(join(tmpdir(), 'pacts-'));
try {
  process.exitCode = runConsumerTests() ? writePacts() : 1;
} finally {
  rmSync(written, { recursive: true, force: true });
}

function runConsumerTests(): boolean {
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const { status } = spawnSync(process.execPath, [...jest, 'contracts/partners/.*\\.pact\\.test\\.ts$'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PACT_OUTPUT: written },
  });
  return status === 0;
}

function writePacts(): number {
  const files = readdirSync(written, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  const pacts = mergePacts(files.map((name) => readPact(join(written, name))));
  rmSync(committedPacts, { recursive: true, force: true });
  mkdirSync(committedPacts, { recursive: true });
  for (const pact of pacts) {
    const file = join(committedPacts, fileName(pact.consumer.name, pact.provider.name));
    writeFileSync(file, pactText(pact));
    process.stdout.write(`${relative(root, file)}: ${pact.interactions.length} interactions\n`);
  }
  return 0;
}

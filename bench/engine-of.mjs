import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The engine's source as it was at a commit, with today's dependencies. @returns its folder, which goes with the process. */
export function engineOf(commit) {
  const folder = mkdtempSync(join(tmpdir(), 'stunt-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const parts = ['packages/engine/src', 'packages/engine/package.json'];
  const archive = execFileSync('git', ['archive', commit, ...parts], { cwd: root, maxBuffer: 2 ** 27 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  symlinkSync(join(root, 'packages/engine/node_modules'), join(folder, 'packages/engine/node_modules'));
  return join(folder, 'packages/engine/src');
}

import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, spawnProgram, startStunt } from '../packages/cli/src/testing/run-stunt.ts';

/** docs/contracts.md, and what README has of it, as somebody would type it: the provider and the registry stay, then line after line prints what it says. */

const root = dirname(import.meta.dirname);
const blocksIn = (file: string, how: string): string[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      new RegExp(`^<!-- run: ${how} -->\\n\`\`\`sh\\n(.*?)^\`\`\`$`, 'gms'),
    ),
  ].map(([, text = '']) => text.trim());

afterAll(endAll);

const startOfExample = blocksIn('docs/contracts.md', 'contracts-provider')[0] ?? '';
const platform = ['--conditions=@stuntdouble/source', 'contracts/platform/main.ts', '--port', '0', '--provider-states'];

describe('the way of a contract', () => {
  it.each([
    ['docs/contracts.md', startOfExample.replace(/^node /, '').split(' '), 12],
    ['README.md', platform, 4],
  ])(
    'is as the page says: %s',
    async (file, program, count) => {
      const folder = folderWith({
        stunt: `#!/bin/sh\nexec '${process.execPath}' --conditions=@stuntdouble/source '${root}/packages/cli/src/main.ts' "$@"\n`,
      });
      chmodSync(join(folder, 'stunt'), 0o755);
      for (const name of ['examples', 'contracts']) symlinkSync(join(root, name), join(folder, name));
      const provider = await urlOf(spawnProgram(program, root, { PORT: '0' }));
      const registry = await startStunt(['contract', 'serve', '--port', '0', '--db', 'contracts.sqlite'], folder);
      const lines = blocksIn(file, 'contracts').flatMap((text) => text.split('\n'));
      expect(lines.length).toBeGreaterThanOrEqual(count);
      for (const line of lines) {
        const [, command = '', text = ''] = /^(.*?)\s+# (.*)$/.exec(line) ?? [];
        const typed = command
          .replaceAll('scripts/stunt', 'stunt')
          .replaceAll('http://127.0.0.1:8080', provider)
          .replaceAll('http://127.0.0.1:4030', registry.url);
        const printed = await shell(typed, folder);
        const isAsSaid = text !== '' && squeezed(printed).includes(squeezed(text));
        expect(isAsSaid ? line : `${line}\n${printed}`).toBe(line);
      }
    },
    120_000,
  );
});

const squeezed = (text: string): string => text.replaceAll(/ +/g, ' ');

function urlOf({ child, output }: ReturnType<typeof spawnProgram>): Promise<string> {
  return new Promise((resolve) => {
    child.stdout?.on('data', () => {
      const [, url] = / on (http:\/\/[\w.]+:\d+)/.exec(output.stdout) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}

/** Not in step: the provider answers in a process of its own, but its output has to be read. */
function shell(command: string, cwd: string): Promise<string> {
  const env = { ...process.env, PATH: `${cwd}:${process.env.PATH}`, CI: '', GITHUB_ACTIONS: '' };
  const child = spawn('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
  return new Promise((resolve) => child.on('close', () => resolve(printed)));
}

import { spawn } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, startStunt } from '../packages/cli/src/testing/run-stunt.ts';

/** docs/registry.md as somebody would type it, with the unmodified `pact-broker`: each line prints what its comment says. */

const root = dirname(import.meta.dirname);
const page = readFileSync(join(root, 'docs/registry.md'), 'utf8');
const [, block = ''] = /^<!-- run: registry -->\n```sh\n(.*?)^```$/ms.exec(page) ?? [];
const commands = join(root, 'packages/pact/node_modules/.bin');

afterAll(endAll);

describe('the page of the registry', () => {
  it('shows commands that print what it says', async () => {
    const folder = folderWith({});
    symlinkSync(join(root, 'contracts'), join(folder, 'contracts'));
    const { url } = await startStunt(['contract', 'serve', '--port', '0'], folder);
    const lines = block.trim().split('\n');
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) {
      const [, command = '', text = ''] = /^(.*?)\s+# (.*)$/.exec(line) ?? [];
      const printed = await shell(command.replaceAll('http://127.0.0.1:4030', url), folder);
      expect(text !== '' && printed.includes(text) ? line : `${line}\n${printed}`).toBe(line);
    }
  }, 60_000);
});

function shell(command: string, cwd: string): Promise<string> {
  const env = { ...process.env, PATH: `${commands}${delimiter}${process.env.PATH}`, PACT_DO_NOT_TRACK: '1' };
  const child = spawn('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
  return new Promise((resolve) => child.on('close', () => resolve(printed)));
}

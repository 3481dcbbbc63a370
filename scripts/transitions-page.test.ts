import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, runStunt, startStunt } from '../packages/cli/src/testing/run-stunt.ts';
import { startArguments } from './tools/start-arguments.mjs';

/** Runs docs/transitions-and-handlers.md as it is typed, and holds what it shows to the files that it is about. */

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/transitions-and-handlers.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);
const typed = (how: string): string =>
  new RegExp(`^<!-- run: ${how} -->\n\`\`\`sh\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1]?.trim() ?? '';
const startLine = typed('orders-start').replace('npm start -- ', '').split(' ');
const itWithCurl = spawnSync('curl', ['--version']).status === 0 ? it : it.skip;

afterAll(endAll);

describe('docs/transitions-and-handlers.md', () => {
  itWithCurl(
    'answers what it says, line after line',
    async () => {
      const { url } = await startStunt([...startArguments(startLine).args, '--port', '0'], root);
      const lines = typed('orders').split('\n');
      expect(lines.length).toBeGreaterThan(5);
      const seen = lines.map((line) => {
        const [, command = '', text = ''] = /^(curl .*?)\s+# (.*)$/.exec(line) ?? [];
        const shell = command.replaceAll('http://127.0.0.1:4010', url).replace(/^curl/, 'curl -sS -m 20');
        const { stdout, stderr } = spawnSync('sh', ['-c', shell], { encoding: 'utf8' });
        return text !== '' && stdout.includes(text) ? line : `${line}\n${stdout}${stderr}`;
      });
      expect(seen).toEqual(lines);
    },
    60_000,
  );

  it('shows overlay, fixtures and handler as they are', () => {
    const shown = [...blocks('yaml'), ...blocks('ts')];
    for (const file of ['actions.yaml', 'fixtures.yaml', 'handlers/orders.ts'])
      expect(shown).toContain(readFileSync(join(root, 'examples/orders', file), 'utf8'));
  });

  it('has a document in which nothing is wrong, with its overlay', async () => {
    const { code, stdout } = await runStunt(['check', 'examples/orders/openapi.yaml'], root);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('0 errors') });
  }, 60_000);
});

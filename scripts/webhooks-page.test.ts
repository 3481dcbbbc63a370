import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, spawnProgram, spawnStunt, startStunt } from '../packages/cli/src/testing/run-stunt.ts';

/** docs/webhooks.md, "On a laptop", as somebody would type it: what is started stays, then line after line prints what it says. */

const root = dirname(import.meta.dirname);
const page = readFileSync(join(root, 'docs/webhooks.md'), 'utf8');
const blocks = (how: string): string[] =>
  [...page.matchAll(new RegExp(`^<!-- run: ${how} -->\\n\`\`\`sh\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) =>
    text.trim(),
  );

afterAll(endAll);

describe('docs/webhooks.md', () => {
  it('brings a verified delivery to a listener', async () => {
    const folder = folderWith({
      stunt: `#!/bin/sh\nexec '${process.execPath}' --conditions=@stuntdouble/source '${root}/packages/cli/src/main.ts' "$@"\n`,
    });
    chmodSync(join(folder, 'stunt'), 0o755);
    for (const name of ['contracts', 'examples']) symlinkSync(join(root, name), join(folder, name));
    const [serve = '', listener = '', listen = ''] = blocks('webhooks-start');
    const port = String(await freePort());
    await startStunt([...serve.replace(/^npm start -- /, '').split(' '), '--port', '0'], folder);
    const [, secret = '', script = ''] = /^WEBHOOK_SECRET=(\S+) node (\S+)$/.exec(listener) ?? [];
    const taker = spawnProgram([script], folder, { WEBHOOK_SECRET: secret, PORT: port });
    await said(taker, 'listening on');
    const forward = spawnStunt(
      listen
        .replace(/^stunt /, '')
        .replace('3000', port)
        .split(' '),
      folder,
    );
    await said(forward, `secret: ${secret}`);
    const lines = blocks('webhooks').flatMap((text) => text.split('\n'));
    for (const line of lines) {
      const [, command = '', text = ''] = /^(.*?)\s+# (.*)$/.exec(line) ?? [];
      const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
      const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
      expect(`${line}\n${stdout}${stderr}`).toContain(`\n${stdout}`);
      expect(stdout.replaceAll(/ +/g, ' ')).toContain(text.replaceAll(/ +/g, ' '));
      if (command.includes(' send ')) await said(forward, 'd1  204');
    }
    await said(taker, 'seen before');
    expect(taker.output.stdout).toMatch(/^verified \{"type":"intake\.submitted"/m);
    expect(forward.output.stdout).toMatch(/ {2}intake\.submitted {2}d1 {2}204 {2}\d+ms$/m);
  }, 60_000);
});

/** Settles once the program has printed it. */
function said({ child, output }: ReturnType<typeof spawnStunt>, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      if (output.stdout.includes(text)) resolve();
    };
    child.stdout.on('data', check);
    child.on('close', () => reject(new Error(`ended without "${text}": ${output.stdout}${output.stderr}`)));
    check();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

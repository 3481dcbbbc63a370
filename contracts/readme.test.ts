/** Runs what README.md shows. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { platformArguments } from './platform/arguments.ts';
import { stateHandlers } from './platform/provider-states/vocabulary.ts';
import { startPlatform } from './platform/start.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const readme = read('README.md');
const lines = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, text = '']) => text.trim().split('\n'));

describe('contracts/README.md', () => {
  it('names only what there is', () => {
    const names = [...readme.matchAll(/`((?:platform|partners|pacts)\/[\w./-]*)`/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(8);
    const isPattern = (name: string): boolean => name.includes('NAME');
    expect(names.filter((name) => !isPattern(name) && !existsSync(join(import.meta.dirname, name)))).toEqual([]);
  });

  it('starts the platform by arguments that it takes', () => {
    const starts = lines.filter((line) => line.startsWith('npm start -- platform '));
    expect(starts).toHaveLength(2);
    for (const line of starts)
      expect(platformArguments(line.split(' ').slice(4))).toMatchObject({ kind: 'start', port: 8080 });
  });

  it('shows calls that are answered as it says', async () => {
    const running = await startPlatform();
    const env = { ...process.env, PLATFORM_KEY: running.credentials['northgate-uploads'].apiKey };
    const calls = lines.filter((line) => line.startsWith('curl '));
    const seen: string[] = [];
    for (const line of calls) {
      const [, command = '', status = '', text = ''] = /^(curl -i .*?)\s+# (\d{3}) (.*)$/.exec(line) ?? [];
      const shell = command.replaceAll('http://127.0.0.1:8080', running.url).replace(/^curl -i/, 'curl -sS -i -m 20');
      const { stdout } = await promisify(execFile)('sh', ['-c', shell], { env });
      seen.push(stdout.startsWith(`HTTP/1.1 ${status} `) && stdout.includes(text) ? line : `${line}\n${stdout}`);
    }
    await running.close();
    expect(calls.length).toBeGreaterThan(4);
    expect(seen).toEqual(calls);
  }, 30_000);
});

describe('contracts/provider-states.md', () => {
  it('shows the sentences of the vocabulary, with parameters that each takes', async () => {
    const { app, platform, close } = await startPlatform();
    const handlers = stateHandlers(app, platform);
    const rows = [...read('provider-states.md').matchAll(/^\| `([^`]+)` \| `(\{.*?\})`/gm)];
    expect(rows.length).toBeGreaterThan(7);
    for (const [, state = '', parameters = ''] of rows) {
      platform.reset();
      if (state === 'a page was read') {
        handlers.get('the client is authorised')?.({});
        for (const last of [1, 2, 3]) handlers.get('an intake exists')?.({ id: `int_000000000000000${last}` });
      }
      const handler = handlers.get(state);
      expect({ state, isHandled: handler !== undefined }).toEqual({ state, isHandled: true });
      await handler?.(JSON.parse(parameters));
    }
    await close();
  });
});

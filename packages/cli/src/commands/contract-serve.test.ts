import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, runStunt, startStunt } from '../testing/run-stunt.ts';

afterAll(endAll);

const patience = 60_000;

describe('stunt contract serve', () => {
  it(
    'keeps contracts in a file, asks for the token, and stops at a signal',
    async () => {
      const folder = folderWith({});
      const args = ['contract', 'serve', '--port', '0', '--db', 'c.sqlite', '--token', 'secret'];
      const first = await startStunt(args, folder);
      expect((await fetch(`${first.url}/pacticipants`)).status).toBe(401);
      const authorization = 'Bearer secret';
      await fetch(`${first.url}/pacticipants/shop`, { method: 'PUT', headers: { authorization } });
      first.kill('SIGTERM');
      expect(await first.finished).toMatchObject({ code: 0, stderr: '' });
      const second = await startStunt(args, folder);
      expect((await fetch(`${second.url}/pacticipants/shop`, { headers: { authorization } })).status).toBe(200);
      const third = await runStunt(args, folder);
      expect(third).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('error REGISTRY_LOCKED:') });
      second.kill('SIGTERM');
      await second.finished;
    },
    patience,
  );

  it(
    'says in words what it cannot use, with exit code 2',
    async () => {
      const folder = folderWith({ 'notes.txt': 'no database' });
      writeFileSync(join(folder, 'cut.sqlite'), `SQLite format 3\0${'x'.repeat(300)}`);
      const serve = (...args: string[]) => runStunt(['contract', 'serve', '--port', '0', ...args], folder);
      expect(await serve('--db', 'notes.txt')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('REGISTRY_FOREIGN'),
      });
      expect(await serve('--db', 'none/c.sqlite')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('REGISTRY_FILE'),
      });
      expect(await serve('--db', 'cut.sqlite')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^error REGISTRY_\w+: .*\nhint: [^\n]*\n$/),
      });
      const port = await runStunt(['contract', 'serve', '--port', 'x'], folder);
      expect(port).toMatchObject({ code: 2, stderr: expect.stringContaining('0 to 65535') });
      expect(await serve('--public-url', 'contracts.example')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('--public-url is "contracts.example", an address'),
      });
    },
    patience,
  );
});

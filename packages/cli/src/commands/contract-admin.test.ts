import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith, runStunt, startStunt } from '../testing/run-stunt.ts';

const folder = folderWith({});
let url: string;

beforeAll(async () => {
  ({ url } = await startStunt(['contract', 'serve', '--port', '0', '--db', 'served.sqlite', '--token', 'T'], folder));
});
afterAll(endAll);

const stunt = (...args: readonly string[]) => runStunt(['contract', ...args], folder);
const asAdmin = (...args: readonly string[]) =>
  runStunt(['contract', ...args, '--broker', url], folder, { PACT_BROKER_TOKEN: 'T' });
const answer = (token: string) => fetch(`${url}/pacticipants`, { headers: { authorization: `Bearer ${token}` } });

describe('stunt contract token', () => {
  it('makes, lists and revokes tokens over HTTP', async () => {
    const made = await asAdmin(
      'token',
      'create',
      '--name',
      'ci of a',
      '--pacticipant',
      'partner-a',
      '--format',
      'json',
    );
    expect(made.code).toBe(0);
    const { id, token } = JSON.parse(made.stdout);
    expect((await answer(token)).status).toBe(200);
    const listed = await asAdmin('token', 'list');
    expect(listed.stdout).toContain(`${id}  ci of a  partner-a`);
    expect(listed.stdout).not.toContain(token);
    expect(await asAdmin('token', 'revoke', id)).toMatchObject({ code: 0, stdout: `token ${id} is revoked\n` });
    expect((await answer(token)).status).toBe(401);
    expect(await asAdmin('token', 'revoke', id)).toMatchObject({ code: 1 });
  }, 30_000);

  it('does the same with the file of a registry that does not run, and only with that', async () => {
    const made = await stunt('token', 'create', '--name', 'first', '--admin', '--db', 'resting.sqlite');
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ {2}stc_[0-9a-f]{64}$/m) });
    expect((await stunt('token', 'list', '--db', 'resting.sqlite')).stdout).toContain('first  admin');
    const busy = await stunt('token', 'list', '--db', 'served.sqlite');
    expect(busy).toMatchObject({ code: 2, stderr: expect.stringContaining('REGISTRY_LOCKED') });
  }, 30_000);

  it('warns of a first token that leaves nobody who may make others', async () => {
    const make = (...args: string[]) => stunt('token', 'create', '--db', 'open.sqlite', ...args);
    const first = await make('--name', 'ci of a', '--pacticipant', 'partner-a');
    expect(first.stdout).toContain('It is the first one: from now on nobody is answered without');
    const second = await make('--name', 'ci of b', '--pacticipant', 'partner-b');
    expect(second.stdout).not.toContain('the first one');
    const ofAdmin = await stunt('token', 'create', '--db', 'other.sqlite', '--name', 'admin', '--admin');
    expect(ofAdmin.stdout).not.toContain('the first one');
  }, 30_000);

  it('says what is missing, and that a partner may not', async () => {
    for (const [args, text] of [
      [['create', '--admin'], '--name NAME'],
      [['create', '--name', 'x'], 'Give one of --pacticipant NAME, --read-only, --admin'],
      [['create', '--name', 'x', '--admin', '--read-only'], 'a token is for one thing'],
      [['revoke'], 'which token to revoke'],
    ] as const)
      expect(await asAdmin('token', ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(text) });
    const { token } = JSON.parse(
      (await asAdmin('token', 'create', '--name', 'r', '--read-only', '--format', 'json')).stdout,
    );
    const refused = await runStunt(['contract', 'token', 'list', '--broker', url], folder, {
      PACT_BROKER_TOKEN: token,
    });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('admin token') });
  }, 30_000);
});

describe('stunt contract clean', () => {
  it('shows what would go, and removes it when it is told to', async () => {
    for (const version of ['1', '2', '3'])
      await fetch(`${url}/pacticipants/web/branches/main/versions/${version}`, {
        method: 'PUT',
        headers: { authorization: 'Bearer T', 'content-type': 'application/json' },
        body: '{}',
      });
    const planned = await asAdmin('clean', '--keep-latest', '1');
    expect(planned.stdout).toContain('would remove 2 versions, would keep 1\n  web: 1, 2\nNothing was changed');
    expect((await asAdmin('clean', '--keep-latest', '1', '--older-than', '90d')).stdout).toContain(
      'would remove 0 versions',
    );
    expect((await asAdmin('clean', '--keep-latest', '1', '--apply')).stdout).toContain('removed 2 versions, kept 1');
    expect((await asAdmin('clean', '--keep-latest', '1')).stdout).toContain('would remove 0 versions');
  }, 30_000);

  it('asks what to keep', async () => {
    for (const args of [[], ['--keep-latest', '0'], ['--keep-latest', 'x'], ['--older-than', 'long']])
      expect(await asAdmin('clean', ...args)).toMatchObject({ code: 2 });
  }, 30_000);
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith } from '../testing/run-stunt.ts';
import { findControl } from './find-control.ts';

afterAll(endAll);

const find = (flag: string | undefined, cwd: string, controlUrl?: string) =>
  findControl(flag, { cwd, environment: { controlUrl, token: undefined }, invokedAs: 'stunt' });

/** A folder with a server.json, and one below it. */
function folders(content: string): { top: string; below: string } {
  const top = folderWith({});
  const below = join(top, 'a', 'b');
  mkdirSync(below, { recursive: true });
  mkdirSync(join(top, '.stunt'));
  writeFileSync(join(top, '.stunt', 'server.json'), content);
  return { top, below };
}

const server = JSON.stringify({ pid: 7, url: 'http://127.0.0.1:1', controlUrl: 'http://127.0.0.1:2/_stunt' });

describe('findControl', () => {
  it('takes the flag, else the environment, else the nearest server.json', async () => {
    const { top, below } = folders(server);
    expect(await find('http://127.0.0.1:3', below, 'http://127.0.0.1:4')).toMatchObject({ base: 'http://127.0.0.1:3' });
    expect(await find(undefined, below, 'http://127.0.0.1:4')).toMatchObject({
      base: 'http://127.0.0.1:4',
      saidBy: 'STUNT_CONTROL_URL',
    });
    expect(await find(undefined, below)).toEqual({
      base: 'http://127.0.0.1:2',
      saidBy: join(top, '.stunt', 'server.json'),
      pid: 7,
    });
  });

  it.each(['http://a.test/_stunt', 'http://a.test/_stunt/', 'http://a.test/', 'http://a.test'])(
    'takes %s for the same',
    async (url) => expect((await find(url, '/')).base).toBe('http://a.test'),
  );

  it('refuses what is no address, and says where it stood', async () => {
    await expect(find('4010', '/')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('--control'),
    });
    await expect(find(undefined, '/', 'localhost:1')).rejects.toThrow('STUNT_CONTROL_URL is "localhost:1"');
  });

  it('says what was tried where nothing is known', async () => {
    const folder = folderWith({});
    await expect(find(undefined, folder)).rejects.toMatchObject({
      code: 'CONTROL_NOT_FOUND',
      message: expect.stringContaining(`no .stunt/server.json in ${folder} or above`),
      hint: 'Start one here: stunt serve DOCUMENT',
    });
    await expect(find(undefined, folders('{').top)).rejects.toThrow('does not say where the control API is');
  });
});

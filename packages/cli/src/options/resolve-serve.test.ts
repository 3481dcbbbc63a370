import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, folderWith } from '../testing/run-stunt.ts';
import { resolveServe } from './resolve-serve.ts';

afterAll(endAll);

describe('resolveServe', () => {
  it('takes the documents of stunt.yaml where none is named, relative to its folder', async () => {
    const folder = folderWith({
      'stunt.yaml': 'version: 1\ndocuments: [{ file: api/a.yaml, name: a, basePath: /a }]\n',
    });
    const { documents } = await resolveServe({ config: join(folder, 'stunt.yaml') }, '/elsewhere');
    expect(documents).toEqual([{ source: 'api/a.yaml', cwd: folder, name: 'a', basePath: '/a' }]);
  });

  it('takes the named documents and leaves an unasked stunt.yaml alone', async () => {
    const folder = folderWith({ 'stunt.yaml': 'version: 1\nlisten: { port: 5000 }\n' });
    const { documents, server } = await resolveServe({ documents: ['b.yaml'] }, folder);
    expect(documents).toEqual([{ source: 'b.yaml', cwd: folder }]);
    expect(server).toEqual({ sandboxes: [] });
  });

  it('lets flags win over the file, each on its own', async () => {
    const folder = folderWith({
      'stunt.yaml': 'version: 1\ndocuments: [{ file: a.yaml }]\nlisten: { port: 5000, host: 0.0.0.0 }\n',
    });
    const { server } = await resolveServe({ port: 0 }, folder);
    expect(server).toEqual({ port: 0, host: '0.0.0.0', sandboxes: [] });
  });

  it('hands on the rules of faults as they are written', async () => {
    const rule =
      "{ kind: status, options: { code: 503 }, where: { operation: getIntake }, when: { times: 2 }, ttl: 30s, sandbox: '*' }";
    const folder = folderWith({ 'stunt.yaml': `version: 1\ndocuments: [{ file: a.yaml }]\nfaults: [${rule}]\n` });
    const { server } = await resolveServe({}, folder);
    expect(server.faults).toEqual([
      {
        kind: 'status',
        options: { code: 503 },
        where: { operation: 'getIntake' },
        when: { times: 2 },
        ttl: '30s',
        sandbox: '*',
      },
    ]);
  });

  it.each([
    [{}, { limits: { '*': 'off' }, sandboxLimits: { acme: 'off' } }],
    [{ limits: 'off' }, { limits: 'off' }],
    [{ limits: 'on' }, { limits: { '*': 'off' }, sandboxLimits: { acme: 'off' } }],
  ] as const)('takes limits of the file, and with %j these', async (args, expected) => {
    const yaml =
      "version: 1\ndocuments: [{ file: a.yaml }]\nlimits: { '*': off }\nsandboxes: { acme: { limits: off } }\n";
    const { server } = await resolveServe(args, folderWith({ 'stunt.yaml': yaml }));
    expect(server).toEqual({ sandboxes: ['acme'], ...expected });
  });

  it.each([
    [{ port: Number.NaN }, 'USAGE', /--port takes a number/],
    [{ port: 65_536 }, 'USAGE', /--port takes a number/],
    [{ 'max-body': 'much' }, 'USAGE', /"much" is no size/],
    [{ sandbox: ['No'] }, 'USAGE', /"No" is no name/],
  ])('refuses %j', async (args, code, message) => {
    const refused = resolveServe({ ...args, documents: ['a.yaml'] }, '/');
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each(['0s', '99999999999d'])(
    'refuses a sandbox that would be over at once, or in no time of a calendar: %s',
    async (ttl) => {
      const yaml = `version: 1\ndocuments: [{ file: a.yaml }]\nsandboxes: { acme: { ttl: ${ttl} } }\n`;
      await expect(resolveServe({}, folderWith({ 'stunt.yaml': yaml }))).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(`sandboxes.acme.ttl is "${ttl}"`),
      });
    },
  );

  it('asks for a document where neither the command line nor a file names one', async () => {
    const code = 'NO_DOCUMENT';
    await expect(resolveServe({}, folderWith({}))).rejects.toMatchObject({ code });
    await expect(resolveServe({}, folderWith({ 'stunt.yaml': 'version: 1\n' }))).rejects.toMatchObject({ code });
  });
});

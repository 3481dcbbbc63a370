import { afterAll, describe, expect, it } from '@jest/globals';
import { endAll, runStunt } from './testing/run-stunt.ts';

afterAll(endAll);

describe('stunt', () => {
  it('prints its version and its help', async () => {
    expect(await runStunt(['--version'])).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
    const help = await runStunt(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/stunt serve .*\n(.*\n)*.*aliases: mock.*\n(.*\n)*.*stunt check /);
  });

  it('names itself as it was called', async () => {
    const { stdout } = await runStunt(['--invoked-as=npm start --', '--help']);
    expect(stdout).toContain('npm start -- check <document>');
    const { stderr } = await runStunt(['--invoked-as=scripts/stunt', 'a.yaml']);
    expect(stderr).toContain('hint: To serve it: scripts/stunt serve a.yaml');
  });

  it.each([['check'], ['fault', 'add'], ['serve']])(
    "lists a command's own flags before the general ones: %s %s",
    async (...words) => {
      const { stdout } = await runStunt([...words.filter((word) => word !== undefined), '--help']);
      const flags = [...stdout.matchAll(/^ +(?:-\w, )?--([\w-]+) /gm)].map(([, flag]) => flag);
      expect(flags.length).toBeGreaterThan(4);
      expect(flags.slice(-3).toSorted()).toEqual(['debug', 'help', 'version']);
    },
  );

  it.each([
    [[], 'No command was given', 'stunt --help'],
    [['serv', 'a.yaml'], 'there is no command "serv"', 'Did you mean serve?'],
    [['serve', 'a.yaml', '--prot', '1'], 'there is no flag --prot', 'Did you mean --port?'],
    [['serve', 'a.yaml', '--errorstyle', 'prism'], 'there is no flag --errorstyle', 'Did you mean --error-style?'],
    [['serve', 'a.yaml', '-x'], 'there is no flag -x', '--help'],
    [['serve', 'a.yaml', '--port'], '--port needs a value', 'serve --help'],
    [['serve', 'a.yaml', '--port', 'many'], '--port takes a number from 0 to 65535, not "many"', '4010'],
    [['serve', 'a.yaml', '--port', '70000'], '--port takes a number from 0 to 65535, not 70000', '4010'],
    [['serve', 'a.yaml', '--control-port', 'x1'], '--control-port takes a number from 0 to 65535, not "x1"', 'free'],
    [['serve', 'a.yaml', '-p', '1', '-p', '2'], '--port was given more than once', '--help'],
    [
      ['serve', 'a.yaml', '--auth', 'maybe'],
      '--auth is "maybe"; allowed: "off", "presence", "enforce"',
      'serve --help',
    ],
    [['serve'], 'no document was named, and there is no stunt.yaml in', 'documents[]'],
    [['check'], 'check needs a document', 'check --help'],
    [['check', 'a.yaml', 'b.yaml'], '"b.yaml" is one argument too many', 'check --help'],
    [['a.yaml'], '"a.yaml" is no command', 'stunt serve a.yaml'],
  ])('refuses %j with exit code 2', async (args, message, hint) => {
    const { code, stdout, stderr } = await runStunt(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [first, second, ...rest] = stderr.trimEnd().split('\n');
    expect(first).toContain(message);
    expect(second).toMatch(/^hint: /);
    expect(second).toContain(hint);
    expect(rest).toEqual([]);
  });
});

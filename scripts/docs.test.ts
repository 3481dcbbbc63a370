import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, globSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { keyOfFlag, type ServeFlag, serveFlags } from '../packages/cli/src/options/serve-flags.ts';
import { endAll, folderWith, startStunt } from '../packages/cli/src/testing/run-stunt.ts';
import { acceptedDifferences } from '../packages/engine/src/differential/accepted-differences.ts';
import { startArguments } from './tools/start-arguments.mjs';

/**
 * Holds the documents to the product. A `sh` block says above itself how it is run: `<!-- run: DOCUMENT -->` line by line
 * against a server on a free port (a line's comment is the status and a text of its answer), `session` likewise, one after
 * the other in each document, against the example platform (a line's comment is a text of what it prints), `script` as a
 * whole, `start` as what it stands for.
 */

const root = dirname(import.meta.dirname);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const files = globSync(['*.md', 'docs/**/*.md', 'bench/*.md', 'examples/**/*.md', 'packages/*/README.md'], {
  cwd: root,
  exclude: (name) => name === 'node_modules',
});

afterAll(endAll);

const platform = join(root, 'contracts/platform/openapi.yaml');
const stuntScript = `#!/bin/sh\nexec '${process.execPath}' --conditions=@stuntdouble/source '${root}/packages/cli/src/main.ts' "$@"\n`;

const documentOfStart = startArguments([]).args[1] ?? '';

/** What a reader has pasted: the line with the credentials that start-up prints. */
const exported = (printed: string): Record<string, string> => {
  const [, line = ''] = /^ {2}export (.+)$/m.exec(printed) ?? [];
  return Object.fromEntries(
    line
      .split(' ')
      .map((pair) => pair.split('='))
      .filter(([name]) => name !== ''),
  );
};

/** Each starts a server, on machines that may have other things to do. */
const patience = 60_000;

interface Block {
  readonly file: string;
  readonly how: string | undefined;
  readonly text: string;
  /** Its first line. */
  readonly name: string;
}

const blocksIn = (file: string): Block[] =>
  [...read(file).matchAll(/(?:^<!-- run: (\S+) -->\n)?^```sh\n(.*?)^```$/gms)].map(([, how, text = '']) => ({
    file,
    how,
    text,
    name: text.split('\n', 1)[0] ?? '',
  }));

const blocks = files.filter((file) => !file.startsWith('packages/')).flatMap(blocksIn);
const blocksRun = (how: (word: string) => boolean): Block[] =>
  blocks.filter((block) => block.how !== undefined && how(block.how));

const hasCurl = spawnSync('curl', ['--version']).status === 0;
/** The examples are for curl; where there is none they cannot be tried. */
const itWithCurl = hasCurl ? it : it.skip;

describe('examples in the documents', () => {
  it('say how they are run', () => {
    expect(blocks.length).toBeGreaterThan(4);
    expect(blocks.filter(({ how }) => how === undefined)).toEqual([]);
  });

  const perDocument = Map.groupBy(
    blocksRun((how) => how.endsWith('.yaml')),
    ({ how }) => how ?? '',
  );
  itWithCurl.each([...perDocument])(
    'answer as they say: %s',
    async (document, its) => {
      const isStart = document === documentOfStart;
      const args = isStart ? startArguments([]).args : ['serve', document];
      const { url, stdout } = await startStunt([...args, '--port', '0'], root);
      const env = { ...process.env, ...exported(stdout()) };
      const lines = its.flatMap(({ text }) => text.trim().split('\n'));
      const seen = lines.map((line) => {
        const [, command = '', status = '', text = ''] = /^(curl -i .*?)\s+# (\d{3}) ?(.*)$/.exec(line) ?? [];
        const shell = command.replaceAll('http://127.0.0.1:4010', url).replace(/^curl -i/, 'curl -sS -i -m 20');
        const output = shell === '' ? '' : execFileSync('sh', ['-c', shell], { env, encoding: 'utf8' });
        const isAsSaid = output.startsWith(`HTTP/1.1 ${status} `) && output.includes(text);
        return isAsSaid ? line : `${line}\n${output}`;
      });
      expect(seen).toEqual(lines);
    },
    patience,
  );

  const perFile = Map.groupBy(
    blocksRun((how) => how === 'session'),
    ({ file }) => file,
  );
  itWithCurl.each([...perFile])(
    'print what they say, line after line: %s',
    async (_, its) => {
      const folder = folderWith({ stunt: stuntScript });
      chmodSync(join(folder, 'stunt'), 0o755);
      symlinkSync(join(root, 'contracts'), join(folder, 'contracts'));
      const { url, stdout: printed } = await startStunt(
        ['serve', platform, '--port', '0', '--sandbox', 'acme'],
        folder,
      );
      const env = { ...process.env, ...exported(printed()), PATH: `${folder}:${process.env.PATH}` };
      const lines = its.flatMap(({ text }) => text.trim().split('\n'));
      const seen = lines.map((line) => {
        const [, command = '', text = ''] = /^(.*?)\s+# (.*)$/.exec(line) ?? [];
        const shell = command
          .replaceAll('http://127.0.0.1:4010', url)
          .replaceAll('scripts/stunt', 'stunt')
          .replace(/^curl/, 'curl -sS -i -m 20');
        const { stdout, stderr } = spawnSync('sh', ['-c', shell], { cwd: folder, env, encoding: 'utf8' });
        return text !== '' && stdout.includes(text) ? line : `${line}\n${stdout}${stderr}`;
      });
      expect(seen).toEqual(lines);
    },
    2 * patience,
  );

  itWithCurl.each(blocksRun((how) => how === 'script'))(
    'run as a whole: $name',
    async ({ text }) => {
      const folder = folderWith({
        stunt: stuntScript,
        npm: `#!/bin/sh\nexec curl -sS -H 'X-Api-Key: test' "$API_URL/intakes" -o answer.json\n`,
      });
      for (const name of ['stunt', 'npm']) chmodSync(join(folder, name), 0o755);
      symlinkSync(join(root, 'contracts'), join(folder, 'contracts'));
      const port = await freePort();
      const script = `set -e\n${text.replaceAll('scripts/stunt', 'stunt').replaceAll('4010', String(port))}wait $!\n`;
      const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
      expect(spawnSync('sh', ['-c', script], { cwd: folder, env, encoding: 'utf8' })).toMatchObject({ status: 0 });
      expect(JSON.parse(readFileSync(join(folder, 'findings.json'), 'utf8'))).toMatchObject({ findings: [] });
      expect(JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'))).toHaveProperty('data');
    },
    patience,
  );
});

describe('the first run', () => {
  it.each(blocksRun((how) => how === 'start'))(
    'starts: $name',
    async ({ text }) => {
      const given = text.trim().replace(/^npm start( -- )?/, '');
      const { args } = startArguments(given === '' ? [] : given.split(' '));
      const port = args.indexOf('--port');
      const { stdout } = await startStunt([...args.slice(0, port === -1 ? undefined : port), '--port', '0'], root);
      expect(stdout()).toContain('listening on http://127.0.0.1:');
    },
    patience,
  );

  it(
    'prints what README shows',
    async () => {
      const [, shown = ''] = /^<!-- output of: npm start -->\n```\n(.*?)^```$/ms.exec(read('README.md')) ?? [];
      const { stdout, url } = await startStunt([...startArguments([]).args, '--port', '0'], root);
      const lines = shown.split('\n').filter((line) => !['', '  …'].includes(line));
      expect(lines.length).toBeGreaterThan(1);
      const printed = stdout().replaceAll(url, 'http://127.0.0.1:4010').split('\n');
      expect(lines.filter((line) => !printed.includes(line))).toEqual([]);
    },
    patience,
  );
});

describe('docs/configuration.md', () => {
  const rows = [
    ...read('docs/configuration.md').matchAll(/^\| `--([\w-]+)`[^|]*\| ([^|]*?) ?\| ([^|]*?) ?\| [^|]+ \|$/gm),
  ];
  const described = rows.map(([, flag, key, fallback]) => ({ flag, key: key?.replaceAll('`', ''), fallback }));

  it('describes each flag of stunt serve, with its key and its default', () => {
    const flags = Object.keys(serveFlags) as ServeFlag[];
    expect(described).toEqual(
      flags.map((flag) => {
        const options = serveFlags[flag];
        return {
          flag,
          key: keyOfFlag[flag] ?? '',
          fallback: 'defaultDescription' in options ? options.defaultDescription : '',
        };
      }),
    );
  });
});

describe('settings in the documents', () => {
  const withSettings = files.flatMap((file) =>
    [...read(file).matchAll(/^```yaml\n(version: 1\n.*?)^```$/gms)].map(([, yaml = '']) => ({ file, yaml })),
  );

  it.each(withSettings)(
    'are taken as they stand: $file',
    async ({ yaml }) => {
      const folder = folderWith({ 'stunt.yaml': yaml, 'openapi.yaml': read('examples/quick-start/openapi.yaml') });
      const { stdout } = await startStunt(['serve', '--port', '0'], folder);
      expect(stdout()).toContain('base paths  /v1');
    },
    patience,
  );
});

describe('tasks in the documents', () => {
  it.each(files)('exist: %s', (file) => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
    const named = [...read(file).matchAll(/npm run (?:--silent )?([a-z]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('docs/prism.md', () => {
  it('lists each accepted difference', () => {
    const [, section = ''] = read('docs/prism.md').split('## How "the same" is known');
    const rows = [...section.matchAll(/^\| ([^|]+) \| [^|]+ \|$/gm)].map(([, where = '']) => where);
    expect(rows.slice(1).toSorted()).toEqual(acceptedDifferences.map(({ id }) => id).toSorted());
  });
});

describe('links between the documents', () => {
  it.each(files)('lead somewhere: %s', (file) => {
    const targets = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) =>
      /^[a-z]+:/.test(target) ? [] : [target],
    );
    expect(targets.filter((target) => !leadsSomewhere(file, target))).toEqual([]);
  });
});

function leadsSomewhere(from: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? from : join(dirname(from), path);
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || headingsOf(file).includes(anchor);
}

/** As GitHub makes anchors of headings. */
function headingsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

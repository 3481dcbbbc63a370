/**
 * Builds what is published: the libraries with `tsc -b`, then the command as `packages/cli/dist/stunt.mjs`. That file
 * holds the workspace packages and the small libraries; what cli's package.json lists under `dependencies` stays outside
 * and is installed with the package. Modules that are imported lazily in the source stay lazy, as files in `chunks/`.
 * `--out FOLDER` builds the command alone, and puts it there.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, 'packages', 'cli');
const { dependencies } = JSON.parse(readFileSync(join(cli, 'package.json'), 'utf8'));

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const dist = values.out === undefined ? join(cli, 'dist') : resolve(values.out);

if (values.out === undefined) {
  const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', root], {
    stdio: 'inherit',
  });
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
}

/**
 * Modules that the source loads late and synchronously, by a `require` of its own: without that line esbuild sees an ordinary
 * `require`, and puts the module into the bundle, still to be run when it is first asked for.
 */
const ownRequire = 'const require = createRequire(import.meta.url);\n';
const lateModules = {
  name: 'late modules',
  setup({ onLoad }) {
    onLoad({ filter: /packages[\\/]\w+[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      return text.includes(ownRequire) ? { contents: text.replace(ownRequire, ''), loader: 'ts' } : undefined;
    });
  },
};

rmSync(join(dist, 'chunks'), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: cli,
  // The others are a thread and a process of their own.
  entryPoints: {
    stunt: 'src/main.ts',
    'registry-worker': 'src/contract/registry-worker.ts',
    'verify-process': '../pact/src/verify/verify-process.ts',
  },
  outdir: dist,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  conditions: ['@stuntdouble/source'],
  mainFields: ['module', 'main'],
  external: Object.keys(dependencies),
  plugins: [lateModules],
  // Bundled CommonJS modules call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as $require } from 'node:module';\nconst require = $require(import.meta.url);",
  },
  legalComments: 'linked',
  minifySyntax: true,
  metafile: true,
  logLevel: 'warning',
});
// For editors; the command itself has it inside.
cpSync(join(cli, 'src/config/stunt.schema.json'), join(dist, 'config/stunt.schema.json'));
cpSync(join(root, 'packages/drill/src/plan/drill.schema.json'), join(dist, 'config/drill.schema.json'));
chmodSync(join(dist, 'stunt.mjs'), 0o755);
// Read at run time, beside the command.
for (const folder of ['scenarios', 'page'])
  cpSync(join(root, 'packages', 'engine', folder), join(dist, folder), { recursive: true });
const reference = join(root, 'packages', 'engine', 'node_modules', '@scalar', 'api-reference');
cpSync(join(reference, 'dist', 'browser', 'standalone.js'), join(dist, 'page', 'scalar.js'));
const { name, version, license, author, homepage } = JSON.parse(readFileSync(join(reference, 'package.json'), 'utf8'));
writeFileSync(
  join(dist, 'page', 'scalar.LEGAL.txt'),
  `scalar.js is ${name} ${version}, ${license}, by ${author}: ${homepage}\n`,
);

for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
  process.stdout.write(`${relative(root, join(cli, file))}  ${(bytes / 1024).toFixed(0)} kB\n`);
}

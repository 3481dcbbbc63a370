/**
 * Holds the edges that DESIGN and ARCHITECTURE.md promise: which package imports which, which folder of the engine
 * imports which, and how large a file may grow. Reads import statements as text; never resolves or runs anything.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Package folder -> the packages that it may import. */
const packageEdges = {
  engine: [],
  pact: ['engine'],
  drill: ['engine'],
  testing: ['engine', 'pact'],
  cli: ['engine', 'pact', 'drill', 'testing'],
};
/** The engine's stages meet in handle.ts only; every other folder is a library, which imports no stage. */
const stages = [
  'resolve',
  'match',
  'limit',
  'admit',
  'respond',
  'forward',
  'record',
  'fault',
  'transport',
  'load',
  'control',
  'state',
];
/** Stage -> stages that it may import nevertheless: what is stored is answered as everything else is. */
const stageEdges = { state: ['respond'] };
/** Files directly in engine/src that folders may import: shapes without behaviour. */
const shapes = [
  'delivery',
  'errors',
  'errors.table',
  'events',
  'exchange',
  'findings',
  'fixture',
  'handler',
  'operation',
  'options',
  'problem',
  'problem-json',
  'sandbox',
  'state-change',
  'state-damage',
];
/** Folders that exist for tests: they may import anything, and only tests import them. */
const testBeds = ['testing', 'differential', 'hostile'];
/** [path pattern, lines]: the request path and the command files are where such code bases rot. The first match counts. */
const limits = [
  [/\.(test|generated|table)\.ts$/, Number.POSITIVE_INFINITY],
  [/^packages\/engine\/src\/handle\.ts$/, 120],
  [/^packages\/cli\/src\/commands\//, 100],
  [/./, 300],
];

/** @returns violations as `file:line message`. */
export function checkLayers(root) {
  const files = sourceFiles(root);
  const imports = files.filter(({ path }) => !path.endsWith('.test.ts')).flatMap(importsOf);
  return [...files.flatMap(tooLong), ...imports.flatMap(forbidden), ...folderCycles(imports)].sort();
}

function sourceFiles(root) {
  return Object.keys(packageEdges)
    .map((name) => join(root, 'packages', name, 'src'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({
      path: relative(root, file).split(sep).join('/'),
      lines: readFileSync(file, 'utf8').split('\n'),
    }));
}

function tooLong({ path, lines }) {
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const limit = limits.find(([pattern]) => pattern.test(path))[1];
  return count > limit
    ? [`${path}:${limit + 1} has ${count} lines, ${limit} are allowed: split it by what it does`]
    : [];
}

function importsOf({ path, lines }) {
  return lines.flatMap((line, index) => {
    if (/^\s*(\/\/|\/?\*)/.test(line)) return [];
    return [...line.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].flatMap(([, specifier]) => {
      const target = targetOf(path, specifier);
      return target ? [{ at: `${path}:${index + 1}`, from: placeOf(path), to: placeOf(target) }] : [];
    });
  });
}

/** Workspace path of an imported module; nothing for modules from npm and Node. */
function targetOf(path, specifier) {
  if (specifier.startsWith('.')) return join(dirname(path), specifier).split(sep).join('/');
  const [, name] = /^@stuntdouble\/([^/]+)/.exec(specifier) ?? [];
  if (name) return `packages/${name}/src/index.ts`;
  return /^stuntdouble(\/|$)/.test(specifier) ? 'packages/cli/src/index.ts' : undefined;
}

/** `folder` is the first one below src; a file directly in src has a `file` instead. */
function placeOf(path) {
  const [, pack, , first, second] = path.split('/');
  return second === undefined ? { pack, file: first?.replace(/\.ts$/, '') } : { pack, folder: first };
}

function forbidden({ at, from, to }) {
  if (from.pack !== to.pack) {
    const allowed = packageEdges[from.pack].includes(to.pack);
    return allowed ? [] : [`${at} package ${from.pack} must not import package ${to.pack}`];
  }
  if (from.pack !== 'engine' || from.folder === to.folder) return fileEdge(at, from, to);
  if (testBeds.includes(from.folder)) return [];
  if (testBeds.includes(to.folder)) return [`${at} only tests import ${to.folder}`];
  if (to.folder && stages.includes(to.folder)) {
    if (stageEdges[from.folder]?.includes(to.folder)) return [];
    if (stages.includes(from.folder))
      return [`${at} stage ${from.folder} must not import stage ${to.folder}: only handle.ts knows both`];
    if (from.folder) return [`${at} library ${from.folder} must not import stage ${to.folder}`];
    if (shapes.includes(from.file))
      return [`${at} ${from.file}.ts holds shapes and must not import stage ${to.folder}`];
  }
  const atTop = from.folder && to.file && !shapes.includes(to.file);
  return atTop
    ? [`${at} folder ${from.folder} must not import ${to.file}.ts: of the files in src, folders see shapes only`]
    : [];
}

/** Files directly in src: a shape that imports handle.ts would bring all stages along. */
function fileEdge(at, from, to) {
  const upward = from.pack === 'engine' && shapes.includes(from.file) && to.file && !shapes.includes(to.file);
  return upward ? [`${at} ${from.file}.ts holds shapes and must not import ${to.file}.ts`] : [];
}

function folderCycles(imports) {
  const edges = new Map();
  for (const { at, from, to } of imports) {
    if (!from.folder || !to.folder || from.pack !== to.pack || from.folder === to.folder) continue;
    const source = `${from.pack}/${from.folder}`;
    const targets = edges.get(source) ?? new Map();
    edges.set(source, targets.has(`${to.pack}/${to.folder}`) ? targets : targets.set(`${to.pack}/${to.folder}`, at));
  }
  const reaches = (start, goal, seen = new Set()) =>
    start === goal ||
    (!seen.has(start) &&
      seen.add(start) &&
      [...(edges.get(start)?.keys() ?? [])].some((next) => reaches(next, goal, seen)));
  return [...edges].flatMap(([source, targets]) =>
    [...targets]
      .filter(([target]) => reaches(target, source))
      .map(
        ([target, at]) => `${at} folder ${source} imports ${target}, which leads back to it: a cycle between folders`,
      ),
  );
}

if (import.meta.main) {
  const violations = checkLayers(dirname(dirname(fileURLToPath(import.meta.url))));
  for (const violation of violations) console.error(violation);
  console.error(violations.length === 0 ? 'layers: no violations' : `layers: ${violations.length} violation(s)`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}

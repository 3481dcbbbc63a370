import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Jest itself as a child process, in a folder as a user's project would have it. */
const root = join(import.meta.dirname, '../../../..');
const folders: string[] = [];

const order = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const json = (schema: object, example: unknown) => ({ 'application/json': { schema, example } });

/** What is written is read back: a list that begins empty, and what makes items of it. */
export const orders = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      get: {
        operationId: 'listOrders',
        responses: { 200: { description: 'all', content: json({ type: 'array', items: order }, []) } },
      },
      post: {
        operationId: 'createOrder',
        requestBody: { content: json(order, { id: 'o1' }) },
        responses: { 201: { description: 'made', content: json(order, { id: 'o1' }) } },
      },
    },
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'readOrder',
        responses: { 200: { description: 'one', content: json(order, { id: 'o1' }) } },
      },
    },
  },
};

export interface Project {
  /** By path. */
  readonly files: Readonly<Record<string, string>>;
  /** Over what every project here has: ES modules, no transformation, the sources of this workspace. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export const plain = { transform: {}, extensionsToTreatAsEsm: [], moduleNameMapper: {} };

/** For a project whose tests import a source of this workspace. */
export const transformed = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      join(root, 'node_modules/@swc/jest'),
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
};

export const fromSource = { customExportConditions: ['@stuntdouble/source', 'node', 'node-addons'] };

/** A new folder with the project in it; `endAll` removes it. */
export function projectIn({ files, config }: Project): string {
  const folder = mkdtempSync(join(tmpdir(), 'stunt-jest-'));
  folders.push(folder);
  const all = {
    'package.json': JSON.stringify({ type: 'module', jest: { ...plain, ...config } }),
    [`${installed}/package.json`]: JSON.stringify({ type: 'module', exports: sources() }),
    'orders.json': JSON.stringify(orders),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(root, 'packages/testing/src'), join(folder, installed, 'src'));
  return folder;
}

const installed = 'node_modules/@stuntdouble/testing';

/** Jest finds a global set-up without conditions, which would be what was built last, or nothing. */
function sources(): Record<string, string> {
  const { exports: given }: Manifest = JSON.parse(readFileSync(join(root, 'packages/testing/package.json'), 'utf8'));
  const entries = Object.entries(given).flatMap(([path, file]) =>
    typeof file === 'string' ? [] : [[path, file['@stuntdouble/source']] as const],
  );
  return Object.fromEntries(entries);
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly '@stuntdouble/source': string }>>;
}

export function runJest(project: Project) {
  const folder = projectIn(project);
  const run = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--conditions=@stuntdouble/source',
      join(root, 'node_modules/jest/bin/jest.js'),
      '--ci',
      ...(project.args ?? []),
    ],
    {
      cwd: folder,
      encoding: 'utf8',
      // It ends by itself, or it does not.
      timeout: 100_000,
      env: { ...process.env, NODE_OPTIONS: '--conditions=@stuntdouble/source', ...project.env },
    },
  );
  return { folder, status: run.status, stderr: run.stderr, stdout: run.stdout };
}

export function endAll(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

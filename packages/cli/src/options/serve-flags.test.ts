import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import schema from '../config/stunt.schema.json' with { type: 'json' };
import { endAll, folderWith, runStunt } from '../testing/run-stunt.ts';
import { resolveServe, type ServeArguments } from './resolve-serve.ts';
import { keyOfFlag, serveFlags } from './serve-flags.ts';

interface SchemaNode {
  readonly description?: string;
  readonly const?: unknown;
  readonly not?: object;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}

afterAll(endAll);

const root: SchemaNode = schema;
const keys = Object.values(keyOfFlag).filter((key) => key !== null);

/** For each flag that a file can say: the YAML of a value other than the default, the flag of the same, and another flag. */
const samples: Record<string, { yaml: string; same: ServeArguments; other: ServeArguments }> = {
  port: { yaml: 'listen: { port: 4999 }', same: { port: 4999 }, other: { port: 0 } },
  host: { yaml: 'listen: { host: 0.0.0.0 }', same: { host: '0.0.0.0' }, other: { host: '::1' } },
  cors: { yaml: 'listen: { cors: false }', same: { cors: false }, other: { cors: true } },
  'max-body': { yaml: 'listen: { maxBody: 1kb }', same: { 'max-body': '1kb' }, other: { 'max-body': '2kb' } },
  tls: { yaml: 'listen: { tls: true }', same: { tls: true }, other: { tls: false } },
  'control-port': {
    yaml: 'listen: { controlPort: 4998 }',
    same: { 'control-port': 4998 },
    other: { 'control-port': 0 },
  },
  dynamic: { yaml: 'answers: { dynamic: true }', same: { dynamic: true }, other: { dynamic: false } },
  seed: { yaml: 'answers: { seed: 7 }', same: { seed: '7' }, other: { seed: '8' } },
  'ignore-examples': {
    yaml: 'answers: { ignoreExamples: true }',
    same: { 'ignore-examples': true },
    other: { 'ignore-examples': false },
  },
  'json-schema-faker-fillProperties': {
    yaml: 'answers: { fillProperties: false }',
    same: { 'json-schema-faker-fillProperties': false },
    other: { 'json-schema-faker-fillProperties': true },
  },
  errors: { yaml: 'answers: { errors: true }', same: { errors: true }, other: { errors: false } },
  'error-style': {
    yaml: 'answers: { errorStyle: prism }',
    same: { 'error-style': 'prism' },
    other: { 'error-style': 'stunt' },
  },
  limits: { yaml: 'limits: off', same: { limits: 'off' }, other: { limits: 'on' } },
  'max-items': { yaml: 'maxItems: 5', same: { 'max-items': 5 }, other: { 'max-items': 6 } },
  stateless: { yaml: 'state: off', same: { stateless: true }, other: { stateless: false } },
  base: { yaml: 'base: empty', same: { base: 'empty' }, other: { base: 'document' } },
  overlay: { yaml: 'overlays: [/x/a.yaml]', same: { overlay: ['/x/a.yaml'] }, other: { overlay: ['/x/b.yaml'] } },
  fixtures: { yaml: 'fixtures: /x/a.yaml', same: { fixtures: '/x/a.yaml' }, other: { fixtures: '/x/b' } },
  handlers: { yaml: 'handlers: /x/a', same: { handlers: '/x/a' }, other: { handlers: '/x/b' } },
  auth: { yaml: 'auth: off', same: { auth: 'off' }, other: { auth: 'enforce' } },
  contracts: { yaml: 'contracts: true', same: { contracts: true }, other: { contracts: false } },
  sandbox: { yaml: 'sandboxes: { a: {}, b: }', same: { sandbox: ['a', 'b'] }, other: { sandbox: ['c'] } },
  store: { yaml: 'store: memory', same: { store: 'memory' }, other: { store: 'sqlite' } },
  'public-url': {
    yaml: 'listen: { publicUrl: https://a.test/x/ }',
    same: { 'public-url': 'https://a.test/x' },
    other: { 'public-url': 'http://b.test' },
  },
  'fault-header': { yaml: 'faultHeader: off', same: { 'fault-header': 'off' }, other: { 'fault-header': 'on' } },
  verboseLevel: { yaml: 'log: { level: debug }', same: { verboseLevel: 'debug' }, other: { verboseLevel: 'info' } },
};

describe('serveFlags', () => {
  it('has a key of stunt.schema.json for each flag', () => {
    for (const key of keys) expect([key, nodeAt(key)]).toEqual([key, expect.anything()]);
  });

  it('has a flag for each key of stunt.schema.json, but for the lists and for webhooks', () => {
    const lists = ['version', 'documents', 'faults', 'scenarios'];
    const single = leavesOf(root).filter((key) => !lists.includes(key) && !key.startsWith('webhooks.'));
    expect(single.toSorted()).toEqual(keys.toSorted());
  });

  it.each(Object.entries(samples))('means the same by --%s and by its key, and wins over it', async (_, sample) => {
    const documents = ['a.yaml'];
    const config = join(folderWith({ 'stunt.yaml': `version: 1\n${sample.yaml}\n` }), 'stunt.yaml');
    const resolve = (args: ServeArguments) => resolveServe({ ...args, documents }, '/project');
    expect(await resolve({ config })).toEqual(await resolve(sample.same));
    expect(await resolve({ config })).not.toEqual(await resolve({}));
    expect(await resolve({ config, ...sample.other })).toEqual(await resolve(sample.other));
  });

  it('is tried with each flag that has a key', () => {
    const named = Object.entries(keyOfFlag).flatMap(([flag, key]) => (key === null ? [] : [flag]));
    expect(Object.keys(samples).toSorted()).toEqual(named.toSorted());
  });

  it('is what --help lists', async () => {
    const { code, stdout } = await runStunt(['serve', '--help']);
    expect(code).toBe(0);
    for (const flag of Object.keys(serveFlags)) expect(stdout).toContain(` --${flag} `);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});

function nodeAt(key: string): SchemaNode | undefined {
  return key.split('.').reduce<SchemaNode | undefined>((node, name) => node?.properties?.[name], root);
}

function leavesOf(node: SchemaNode, prefix = ''): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    if (child.not) return [];
    return child.properties ? leavesOf(child, `${prefix}${name}.`) : [prefix + name];
  });
}

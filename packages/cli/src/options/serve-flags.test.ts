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

/** One value for each flag that a file can say, other than its default, and the YAML of the same. */
const samples: Record<string, { args: ServeArguments; yaml: string }> = {
  port: { args: { port: 4999 }, yaml: 'listen: { port: 4999 }' },
  host: { args: { host: '0.0.0.0' }, yaml: 'listen: { host: 0.0.0.0 }' },
  cors: { args: { cors: false }, yaml: 'listen: { cors: false }' },
  'public-url': { args: { 'public-url': 'https://x.test' }, yaml: 'listen: { publicUrl: https://x.test }' },
  'max-body': { args: { 'max-body': '1kb' }, yaml: 'listen: { maxBody: 1kb }' },
  dynamic: { args: { dynamic: true }, yaml: 'answers: { dynamic: true }' },
  seed: { args: { seed: '7' }, yaml: 'answers: { seed: 7 }' },
  'ignore-examples': { args: { 'ignore-examples': true }, yaml: 'answers: { ignoreExamples: true }' },
  'json-schema-faker-fillProperties': {
    args: { 'json-schema-faker-fillProperties': false },
    yaml: 'answers: { fillProperties: false }',
  },
  errors: { args: { errors: true }, yaml: 'answers: { errors: true }' },
  'error-style': { args: { 'error-style': 'prism' }, yaml: 'answers: { errorStyle: prism }' },
  auth: { args: { auth: 'off' }, yaml: 'auth: off' },
  sandbox: { args: { sandbox: ['acme', 'initech'] }, yaml: 'sandboxes: { acme: {}, initech: }' },
  verboseLevel: { args: { verboseLevel: 'debug' }, yaml: 'log: { level: debug }' },
};

describe('serveFlags', () => {
  it('has a key of stunt.schema.json for each flag', () => {
    for (const key of keys) expect([key, nodeAt(key)]).toEqual([key, expect.anything()]);
  });

  it('has a flag for each key of stunt.schema.json that is available', () => {
    const available = leavesOf(root).filter((key) => !['version', 'documents'].includes(key));
    expect(available.toSorted()).toEqual(keys.toSorted());
  });

  it.each(Object.entries(samples))('means the same by --%s and by its key', async (_, { args, yaml }) => {
    const folder = folderWith({ 'stunt.yaml': `version: 1\n${yaml}\n` });
    const byFlag = await resolveServe({ ...args, documents: ['a.yaml'] }, folder);
    const byFile = await resolveServe({ documents: ['a.yaml'], config: join(folder, 'stunt.yaml') }, folder);
    const byNobody = await resolveServe({ documents: ['a.yaml'] }, folder);
    expect(byFile).toEqual(byFlag);
    expect(byFile).not.toEqual(byNobody);
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

import { StuntError } from '../errors.ts';
import type { DocumentFormat, SchemaDialect } from '../operation.ts';
import { describeTree } from './parse-text.ts';
import { branch, isTree, type Tree, text } from './tree.ts';

/** Tells which kind of description a tree is. Never looks further than the keys at its top. */

export type Detected =
  | {
      readonly kind: 'openapi';
      readonly format: Exclude<DocumentFormat, 'postman-2'>;
      readonly dialect: SchemaDialect;
      readonly root: Tree;
    }
  | { readonly kind: 'postman'; readonly root: Tree };

export function detectFormat(tree: unknown, name: string): Detected {
  if (tree === null || tree === '' || tree === undefined) throw new StuntError('SPEC_EMPTY', `${name} is empty`);
  if (!isTree(tree)) throw new StuntError('SPEC_UNKNOWN_FORMAT', `${name} is ${describeTree(tree)}, not an object`);
  const keys = Object.keys(tree);
  if (keys.length === 0) throw new StuntError('SPEC_EMPTY', `${name} has no keys`);
  // The Postman API wraps what its application exports bare.
  const collection = isTree(tree.collection) ? tree.collection : tree;
  if (isPostman(collection)) return { kind: 'postman', root: collection };
  return detectOpenApi(tree) ?? refuse(tree, name, keys);
}

function detectOpenApi(root: Tree): Detected | undefined {
  // YAML reads `openapi: 3.1` and `swagger: 2.0` as numbers.
  if (/^2(?:\.0)?$/.test(String(root.swagger)))
    return { kind: 'openapi', format: 'openapi-2.0', dialect: 'oas2', root };
  switch (/^3\.[0-2](?=\.|-|$)/.exec(String(root.openapi))?.[0] ?? (root.openapi === 3 ? '3.0' : undefined)) {
    case '3.0':
      return { kind: 'openapi', format: 'openapi-3.0', dialect: 'oas3.0', root };
    case '3.1':
      return { kind: 'openapi', format: 'openapi-3.1', dialect: 'json-schema', root };
    case '3.2':
      return { kind: 'openapi', format: 'openapi-3.2', dialect: 'json-schema', root };
    default:
      return undefined;
  }
}

function isPostman(root: Tree): boolean {
  if (!Array.isArray(root.item)) return false;
  const schema = text(branch(root, 'info').schema);
  return schema === undefined ? isTree(root.info) : /postman.*\/v2/.test(schema);
}

function refuse(tree: Tree, name: string, keys: readonly string[]): never {
  const version = ['openapi', 'swagger', 'swaggerVersion', 'asyncapi'].find((key) => key in tree);
  if (version !== undefined)
    throw new StuntError(
      'SPEC_UNKNOWN_FORMAT',
      `${name} says ${version}: ${String(tree[version])}, which is not known here`,
    );
  const shown = keys.slice(0, 8).join(', ') + (keys.length > 8 ? ', …' : '');
  throw new StuntError('SPEC_UNKNOWN_FORMAT', `${name} has neither openapi nor swagger at its top, but: ${shown}`);
}

import { METHODS as receivable } from 'node:http';
import type { DocumentFormat } from '../operation.ts';
import { responseCode } from './document-keys.ts';
import { followRef } from './json-pointer.ts';
import type { Draft, LoadedFile } from './loaded-file.ts';
import { ADDITIONAL, type IndexedOperation } from './operations.ts';
import { isTree, type Tree } from './tree.ts';

/**
 * Parts of operations that are of another kind than OpenAPI has there: text where a list should be, a status that is none.
 * Everything behind loading leaves such parts out, so this is where they are told. Reads no schema.
 */
export function inspectStructure(
  root: Tree,
  format: DocumentFormat,
  file: LoadedFile,
  indexed: readonly IndexedOperation[],
): Draft[] {
  const inspector = new Inspector(root, file, format === 'openapi-2.0');
  inspector.paths(root.paths);
  if (isTree(root.components)) inspector.schemes(root.components.securitySchemes, ['components', 'securitySchemes']);
  inspector.schemes(root.securityDefinitions, ['securityDefinitions']);
  for (const { source, tokens } of indexed) inspector.operation(source, tokens);
  return inspector.found;
}

type Tokens = readonly string[];

const PLACES = ['path', 'query', 'header', 'cookie', 'querystring'];
const PLACES_2 = ['path', 'query', 'header', 'body', 'formData'];
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

class Inspector {
  readonly found: Draft[] = [];
  readonly #root: Tree;
  readonly #file: LoadedFile;
  readonly #is2: boolean;

  constructor(root: Tree, file: LoadedFile, is2: boolean) {
    this.#root = root;
    this.#file = file;
    this.#is2 = is2;
  }

  paths(paths: unknown): void {
    for (const [name, item, tokens] of this.#map(paths, ['paths'])) {
      if (item === undefined) continue;
      if (!name.startsWith('/'))
        this.#report(tokens, `does not begin with a slash; it is served as ${JSON.stringify(`/${name}`)}`, 'warning');
      this.#parameters(item.parameters, [...tokens, 'parameters']);
      for (const method of METHODS) if (method in item) this.#object(item[method], ['paths', name, method]);
      for (const [method, , at] of this.#map(item[ADDITIONAL], ['paths', name, ADDITIONAL]))
        if (!receivable.includes(method)) this.#unreceivable(method, at);
    }
  }

  operation(source: Tree, tokens: Tokens): void {
    this.#parameters(source.parameters, [...tokens, 'parameters']);
    for (const [code, response, at] of this.#map(source.responses, [...tokens, 'responses'])) {
      if (!responseCode.test(code))
        this.#report(at, `${JSON.stringify(code)} is no status: it must be 100 to 599, 1XX to 5XX, or default`);
      this.#contents(response?.content, [...at, 'content']);
      this.#map(response?.headers, [...at, 'headers']);
    }
    const body =
      source.requestBody === undefined ? undefined : this.#object(source.requestBody, [...tokens, 'requestBody']);
    this.#contents(body?.content, [...tokens, 'requestBody', 'content']);
    this.#map(source.callbacks, [...tokens, 'callbacks']);
    this.#requirements(source.security, [...tokens, 'security']);
  }

  schemes(schemes: unknown, at: Tokens): void {
    for (const [, scheme, below] of this.#map(schemes, at)) {
      if (scheme?.type !== 'apiKey') continue;
      if (typeof scheme.name !== 'string') this.#report([...below, 'name'], `must be text, not ${shown(scheme.name)}`);
      if (!['query', 'header', 'cookie'].includes(String(scheme.in)))
        this.#report([...below, 'in'], `must be one of query, header, cookie, not ${shown(scheme.in)}`);
    }
  }

  #requirements(security: unknown, at: Tokens): void {
    for (const [alternative, below] of this.#list(security, at))
      for (const [name, scopes] of Object.entries(alternative))
        if (!Array.isArray(scopes)) this.#report([...below, name], `must be a list, not ${shown(scopes)}`);
  }

  #contents(contents: unknown, at: Tokens): void {
    for (const [, content, below] of this.#map(contents, at)) this.#schema(content?.schema, [...below, 'schema']);
  }

  #parameters(parameters: unknown, at: Tokens): void {
    const places = this.#is2 ? PLACES_2 : PLACES;
    for (const [parameter, below] of this.#list(parameters, at)) {
      // What is left of a reference that leads nowhere is told already.
      if (!('in' in parameter || 'name' in parameter)) continue;
      if (typeof parameter.name !== 'string')
        this.#report([...below, 'name'], `must be text, not ${shown(parameter.name)}`);
      if (!places.includes(String(parameter.in)))
        this.#report([...below, 'in'], `must be one of ${places.join(', ')}, not ${shown(parameter.in)}`);
      this.#schema(parameter.schema, [...below, 'schema']);
    }
  }

  #schema(schema: unknown, at: Tokens): void {
    if (schema !== undefined && typeof followRef(this.#root, schema) !== 'boolean') this.#object(schema, at);
  }

  /** The entries of a map; the value is undefined where it is no object, which has been told then. */
  #map(map: unknown, at: Tokens): [string, Tree | undefined, Tokens][] {
    const entries = map === undefined ? [] : Object.entries(this.#object(map, at) ?? {});
    return entries
      .filter(([name]) => !name.startsWith('x-'))
      .map(([name, value]) => [name, this.#object(value, [...at, name]), [...at, name]]);
  }

  #list(list: unknown, at: Tokens): [Tree, Tokens][] {
    if (list === undefined) return [];
    if (!Array.isArray(list)) {
      this.#report(at, `must be a list, not ${shown(list)}`);
      return [];
    }
    return list.flatMap((item, index): [Tree, Tokens][] => {
      const below = [...at, String(index)];
      const tree = this.#object(item, below);
      return tree === undefined ? [] : [[tree, below]];
    });
  }

  #object(value: unknown, at: Tokens): Tree | undefined {
    const target = followRef(this.#root, value);
    if (isTree(target)) return target;
    // A reference that goes in a circle has no end to be looked at.
    if (target !== undefined || !isTree(value)) this.#report(at, `must be an object, not ${shown(target)}`);
    return undefined;
  }

  /** Node refuses what its parser does not know before anybody is asked. */
  #unreceivable(method: string, tokens: Tokens): void {
    const message = `the method ${JSON.stringify(method)} cannot be received; those that can are ${receivable.join(', ')}`;
    this.found.push({ severity: 'warning', code: 'SPEC_NOT_SERVED', message, file: this.#file, tokens });
  }

  #report(tokens: Tokens, message: string, severity: Draft['severity'] = 'error'): void {
    const name = tokens.slice(tokens[0] === 'paths' && tokens.length > 1 ? 1 : 0).join(' ');
    this.found.push({
      severity,
      code: 'SPEC_MALFORMED',
      message: `${name} ${message}`,
      file: this.#file,
      tokens,
    });
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

import { createRequire } from 'node:module';
import type { ApiDocument } from '../operation.ts';

/** Judges answers by ajv alone, straight from the document, so that no mistake of the engine's own checking hides another. */
export interface AnswerJudge {
  /** What is wrong with a body of the operation `method` `template`; empty where it is valid, or where nothing is described. */
  complaints(method: string, template: string, status: number, body: unknown): readonly string[];
}

const require = createRequire(import.meta.url);

export function judgeOf(document: ApiDocument): AnswerJudge {
  const is31 = document.dialect === 'json-schema';
  // The type of a module loaded late can only be stated.
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const { default: addFormats } = require('ajv-formats') as typeof import('ajv-formats');
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false });
  addFormats.default(ajv);
  const root = is31 ? document.root : withoutNullable(document.root);
  ajv.addSchema(Object(root), 'document');
  return {
    complaints(method, template, status, body) {
      const path = ['paths', template, method.toLowerCase(), 'responses', String(status)];
      const response = resolved(root, at(root, path));
      const content = at(response.value, ['content', 'application/json', 'schema']);
      if (content === undefined) return [];
      const pointer = [...response.path, 'content', 'application/json', 'schema'];
      const $ref = `document#/${(response.path.length > 0 ? pointer : [...path, ...pointer]).map(escaped).join('/')}`;
      const validate = ajv.compile({ $ref });
      if (validate(body)) return [];
      return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
    },
  };
}

const escaped = (token: string): string => encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'));

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((current, name) => {
    const found = Object.entries(Object(current)).find(([key]) => key === name);
    return found?.[1];
  }, value);
}

function resolved(root: unknown, value: unknown): { value: unknown; path: string[] } {
  const ref = at(value, ['$ref']);
  if (typeof ref !== 'string') return { value, path: [] };
  const path = ref
    .replace(/^#\//, '')
    .split('/')
    .map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'));
  return { value: at(root, path), path };
}

/** OpenAPI 3.0 in the words of JSON Schema, without examples, whose `id`s ajv would take for names of schemas. */
function withoutNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !/^(example|examples|x-.*)$/.test(name));
  const rest = Object.fromEntries(
    entries
      .filter(([name, child]) => name !== 'nullable' || child !== true)
      .map(([name, child]) => [name, withoutNullable(child)]),
  );
  return entries.some(([name, child]) => name === 'nullable' && child === true)
    ? { anyOf: [{ type: 'null' }, rest] }
    : rest;
}

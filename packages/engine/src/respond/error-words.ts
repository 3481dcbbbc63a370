import { STATUS_CODES } from 'node:http';
import type { Problem } from '../problem.ts';
import { check } from '../schema/check.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import type { Schemas } from '../schema/schemas.ts';

/** Member names of error bodies, and what may stand there, best first. */
export type Words = Readonly<Record<string, readonly unknown[]>>;

/** What an error body says of its status where nothing more is known: generated words would mean nothing. */
export function wordsOfStatus(status: number): Words {
  const title = STATUS_CODES[status] ?? `Status ${status}`;
  return { status: [status, String(status)], statusCode: [status, String(status)], title: [title], ...messages(title) };
}

/** What a problem document says, under the names that other error formats use as well. */
export function wordsOfProblem(problem: Problem): Words {
  const own = Object.entries(problem).map(([name, value]): [string, unknown[]] => [name, [value, String(value)]]);
  return { ...Object.fromEntries(own), error_description: [problem.detail], ...messages(problem.detail) };
}

/** The names under which error formats have a sentence for people. */
const messages = (text: unknown): Words =>
  Object.fromEntries(['message', 'msg', 'errorMessage', 'error_message'].map((name) => [name, [text]]));

const NONE: ReadonlySet<string> = new Set();

/** How deep an error body hides its message: `{"error": {"message": …}}`. */
const DEPTH = 2;

/** The body with each word that its schema takes in place of a member of that name, but for those of `kept`; nothing is added. */
export function withWords(
  schemas: Schemas,
  schema: JsonSchema,
  body: unknown,
  words: Words,
  kept: ReadonlySet<string> = NONE,
): unknown {
  let current = body;
  for (const path of memberPaths(body, words, DEPTH)) {
    if (kept.has(path.at(-1) ?? '')) continue;
    for (const word of words[path.at(-1) ?? ''] ?? []) {
      const tried = put(current, path, word);
      if (check(schemas, schema, tried).length > 0) continue;
      current = tried;
      break;
    }
  }
  return current;
}

function memberPaths(body: unknown, words: Words, depth: number): string[][] {
  if (!isRecord(body) || depth === 0) return [];
  return Object.keys(body).flatMap((name) => {
    const below = memberPaths(body[name], words, depth - 1).map((path) => [name, ...path]);
    return Object.hasOwn(words, name) ? [[name], ...below] : below;
  });
}

function put(body: unknown, [name = '', ...rest]: readonly string[], value: unknown): unknown {
  const record = isRecord(body) ? body : {};
  return { ...record, [name]: rest.length === 0 ? value : put(record[name], rest, value) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../engine.ts';
import type { HttpRequest } from '../exchange.ts';
import { handle } from '../handle.ts';
import { loadDocument } from '../load/load-document.ts';
import type { ApiDocument } from '../operation.ts';
import type { EngineOptions } from '../options.ts';

/** Loads a document that a test writes in its own text, through a file, as a user's would be. */
export async function documentOf(yaml: string): Promise<ApiDocument> {
  const folder = await mkdtemp(join(tmpdir(), 'stunt-document-'));
  try {
    const file = join(folder, 'openapi.yaml');
    await writeFile(file, yaml);
    return await loadDocument(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function engineOf(yaml: string, options: Partial<EngineOptions> = {}): Promise<Engine> {
  return createEngine({ documents: [await documentOf(yaml)], ...options });
}

/** What a test looks at of an answer. */
export interface Seen {
  readonly status: number;
  /** By lower-case name; the last of a repeated field. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

/** One request without a socket: `send(engine, 'GET /orders/1', { accept: 'text/plain' })`. */
export async function send(
  engine: Engine,
  line: string,
  headers: HttpRequest['headers'] = {},
  body = '',
): Promise<Seen> {
  const [method = '', target = ''] = line.split(' ');
  const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const answer = await handle(engine, {
    method,
    target,
    headers: { host: 'localhost', ...length, ...headers },
    body: Buffer.from(body),
  });
  const fields = Array.from({ length: answer.headers.length / 2 }, (_, at): [string, string] => [
    String(answer.headers[at * 2]).toLowerCase(),
    String(answer.headers[at * 2 + 1]),
  ]);
  const text = Buffer.from(answer.body ?? []).toString();
  return { status: answer.status, headers: Object.fromEntries(fields), text, json: jsonOf(text) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, readFile, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ApiDocument } from '@stuntdouble/engine';
import type { Plan } from './plan/plan.ts';
import type { Fingerprint } from './report/report.ts';

/**
 * Digests that tell whether verdicts of an earlier drill still hold: of the client's files (those that git does not ignore, else
 * all but installed ones), of each operation with all that it refers to, of plan and command. Keeps no content.
 */
export interface FingerprintOptions {
  readonly document: ApiDocument;
  readonly plan: Plan;
  readonly command: readonly string[];
  readonly cwd: string;
  /** Files that the drill writes or reads itself. */
  readonly except: readonly string[];
}

export async function fingerprintOf({
  document,
  plan,
  command,
  cwd,
  except,
}: FingerprintOptions): Promise<Fingerprint> {
  const ids = document.operations.map(({ id, pointer }) => [id, digest(closure(document.root, pointer))] as const);
  return {
    client: await clientDigest(await realpath(cwd), except),
    plan: digest([JSON.stringify(plan), JSON.stringify(command)]),
    operations: Object.fromEntries(ids),
  };
}

/** @param cwd as git names it: without links */
async function clientDigest(cwd: string, except: readonly string[]): Promise<string> {
  const leftOut = new Set(except.map((file) => resolve(cwd, file)));
  const { top, files } = (await gitFiles(cwd)) ?? { top: cwd, files: await allFiles(cwd) };
  const hash = createHash('sha256');
  for (const file of files.toSorted()) {
    const path = resolve(top, file);
    if (leftOut.has(path)) continue;
    const content = await readFile(path).catch(() => undefined);
    if (content !== undefined) hash.update(`${file}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

interface Files {
  /** Where their names start. */
  readonly top: string;
  readonly files: readonly string[];
}

/** Of the whole repository, since a client in a folder of it uses what lies beside; undefined where there is no git, or no repository. */
async function gitFiles(cwd: string): Promise<Files | undefined> {
  const [top = '', prefix = ''] = (await gitOutput(['rev-parse', '--show-toplevel', '--show-prefix'], cwd)).split('\n');
  if (top === '') return undefined;
  const listed = await gitOutput(['ls-files', '--cached', '--others', '--exclude-standard', '-z'], top);
  const files = listed.split('\0').filter((name) => name !== '');
  // A folder that git ignores as a whole is no part of the repository around it.
  return files.some((name) => name.startsWith(prefix)) ? { top, files } : undefined;
}

async function gitOutput(args: readonly string[], cwd: string): Promise<string> {
  const options = { cwd, maxBuffer: 64 * 1024 * 1024 };
  return (await promisify(execFile)('git', args, options).catch(() => ({ stdout: '' }))).stdout;
}

const INSTALLED = /(^|\/)(node_modules|\.git|\.venv|__pycache__|target|dist|build|\.stunt)(\/|$)/;

async function allFiles(cwd: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of glob('**/*', { cwd, exclude: (name) => INSTALLED.test(name) })) found.push(entry);
  return found;
}

/** The operation and everything that its references lead to, as texts. */
function closure(root: unknown, pointer: string): string[] {
  const seen = new Map<string, string>();
  const waiting = [pointer];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    const text = JSON.stringify(valueAt(root, next)) ?? '';
    seen.set(next, text);
    for (const [, reference = ''] of text.matchAll(/"\$ref":"#([^"]*)"/g)) waiting.push(reference);
  }
  return [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([at, text]) => `${at} ${text}`);
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of pointer.split('/').slice(1)) {
    const name = decoded(token).replaceAll('~1', '/').replaceAll('~0', '~');
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  return value;
}

/** A reference is a part of a URL; a path of the document may have a percent sign of its own. */
function decoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);

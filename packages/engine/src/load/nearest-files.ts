import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { editDistance } from '../spelling/nearest-name.ts';

/** What an operator may have meant by a path that leads nowhere. Never throws: a folder that cannot be read has no names. */

const DOCUMENT_NAME = /\.(?:json|ya?ml)$/i;

/** Names in the folder of `path` that look like its own, nearest first; documents where none does. */
export async function nearestFiles(path: string): Promise<string[]> {
  const names = await namesIn(dirname(path));
  const wanted = basename(path).toLowerCase();
  const near = names
    .map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(2, wanted.length / 3) || stem(name) === stem(wanted))
    .sort((a, b) => a.distance - b.distance)
    .map(({ name }) => name);
  return (near.length > 0 ? near : names.filter((name) => DOCUMENT_NAME.test(name))).slice(0, 5);
}

export async function documentsIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => DOCUMENT_NAME.test(name)).slice(0, 5);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}

function stem(name: string): string {
  return name.toLowerCase().replace(DOCUMENT_NAME, '');
}

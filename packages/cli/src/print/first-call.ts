import type { ApiDocument, ReachableSandbox } from '@stuntdouble/engine';
import { curlLines } from './curl-lines.ts';

/** A GET of the documents that works when it is pasted, with the sandbox's own key in it; undefined where none can be told. */
export function firstCall(
  documents: readonly ApiDocument[],
  { baseUrl, auth, credentials, authority }: ReachableSandbox,
): string | undefined {
  const withBasePath = documents.length > 1;
  const options = { url: reachable(baseUrl), withCredentials: auth !== 'off', withBasePath, authority, credentials };
  for (const document of documents) {
    const found = curlLines(document, options).find(({ command }) => !/ -X /.test(command));
    if (found) return found.command;
  }
  return undefined;
}

/** Every address is none to ask. */
const reachable = (url: string): string => url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');

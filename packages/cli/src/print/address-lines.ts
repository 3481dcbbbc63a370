import type { RunningServer } from '@stuntdouble/engine';
import { quoted } from './quoted.ts';

/** Where a double listens, where it is controlled, and how clients come to trust its certificate. */
export function* addressLines(
  { url, controlUrl, authority, engine }: RunningServer,
  sandboxes: readonly string[] = [],
): Generator<string> {
  yield `\nlistening on ${url}`;
  yield `control at ${controlUrl}`;
  // A real API behind a proxy may have a page of its own at its root.
  yield `page for browsers: ${url}${engine.upstream === undefined ? '/' : '/_stunt/page'}`;
  if (authority) {
    yield `certificate authority: ${authority}`;
    yield `  for clients in Node: NODE_EXTRA_CA_CERTS=${quoted(authority)}`;
  }
  for (const name of sandboxes) yield `sandbox ${name}: ${url}/~${name}`;
  yield '';
}

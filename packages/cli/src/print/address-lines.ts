import type { RunningServer } from '@stuntdouble/engine';
import { quoted } from './quoted.ts';

/** Where a double listens, where it is controlled, and how clients come to trust its certificate. */
export function* addressLines(
  { url, controlUrl, authority }: RunningServer,
  sandboxes: readonly string[] = [],
): Generator<string> {
  yield `\nlistening on ${url}`;
  yield `control at ${controlUrl}`;
  if (authority) {
    yield `certificate authority: ${authority}`;
    yield `  for clients in Node: NODE_EXTRA_CA_CERTS=${quoted(authority)}`;
  }
  for (const name of sandboxes) yield `sandbox ${name}: ${url}/~${name}`;
  yield '';
}

import type { RunningServer } from '@stuntdouble/engine';
import { quoted } from './quoted.ts';

const SHOWN = 10;

/** Where a double listens, where it is controlled, and how clients come to trust its certificate. */
export function* addressLines({ url, controlUrl, authority, sandboxes }: RunningServer): Generator<string> {
  yield `\nlistening on ${url}`;
  yield `control at ${controlUrl}`;
  if (authority) {
    yield `certificate authority: ${authority}`;
    yield `  for clients in Node: NODE_EXTRA_CA_CERTS=${quoted(authority)}`;
  }
  for (const { name, baseUrl } of sandboxes.slice(0, SHOWN)) yield `sandbox ${name}: ${baseUrl}`;
  if (sandboxes.length > SHOWN) yield `and ${sandboxes.length - SHOWN} sandboxes more: sandbox list`;
  yield '';
}

import type { RunningServer } from '@stuntdouble/engine';
import { quoted } from './quoted.ts';
import { credentialsLine } from './shown-credentials.ts';

const SHOWN = 10;

/** Where a double listens, where it is controlled, and how clients come to trust its certificate. */
export function* addressLines(server: RunningServer): Generator<string> {
  const { url, controlUrl, authority, sandboxes } = server;
  yield `\nlistening on ${url}`;
  yield `control at ${controlUrl}`;
  if (authority) {
    yield `certificate authority: ${authority}`;
    yield `  for clients in Node: NODE_EXTRA_CA_CERTS=${quoted(authority)}`;
  }
  const own = credentialsLine(server, 'default', url);
  if (own !== undefined) yield `credentials:\n${own}`;
  for (const { name, baseUrl } of sandboxes.slice(0, SHOWN)) {
    yield `sandbox ${name}: ${baseUrl}`;
    const line = credentialsLine(server, name, baseUrl);
    if (line !== undefined) yield line;
  }
  if (sandboxes.length > SHOWN) yield `and ${sandboxes.length - SHOWN} sandboxes more: sandbox list`;
  yield '';
}

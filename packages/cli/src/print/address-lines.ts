import type { RunningServer } from '@stuntdouble/engine';
import { quoted } from './quoted.ts';
import { credentialsLine } from './shown-credentials.ts';

/** Where a double listens, where it is controlled, and how clients come to trust its certificate. */
export function* addressLines(server: RunningServer, sandboxes: readonly string[] = []): Generator<string> {
  const { url, controlUrl, authority } = server;
  yield `\nlistening on ${url}`;
  yield `control at ${controlUrl}`;
  if (authority) {
    yield `certificate authority: ${authority}`;
    yield `  for clients in Node: NODE_EXTRA_CA_CERTS=${quoted(authority)}`;
  }
  const own = credentialsLine(server, 'default');
  if (own !== undefined) yield `credentials:\n${own}`;
  for (const name of sandboxes) {
    yield `sandbox ${name}: ${url}/~${name}`;
    const line = credentialsLine(server, name);
    if (line !== undefined) yield line;
  }
  yield '';
}

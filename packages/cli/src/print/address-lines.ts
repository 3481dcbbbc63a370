import type { RunningServer } from '@stuntdouble/engine';
import { quoted } from './quoted.ts';
import { credentialsLine } from './shown-credentials.ts';

const SHOWN = 10;

/** Where a double listens, where it is controlled, and how clients come to trust its certificate. */
export function* addressLines(server: RunningServer): Generator<string> {
  const { url, listensEverywhere, controlUrl, authority, sandboxes, engine } = server;
  yield `\nlistening on ${url}`;
  if (listensEverywhere && engine.options.publicUrl === undefined)
    yield `and on every other address of this machine: links for other machines need --public-url ${url.replace(/\/\/.*:/, '//HOST:')}`;
  yield `control at ${controlUrl}`;
  // A real API behind a proxy may have a page of its own at its root.
  yield `page for browsers: ${url}${engine.upstream === undefined ? '/' : '/_stunt/page'}`;
  if (authority) {
    yield `certificate authority: ${authority}`;
    yield `  for clients in Node: NODE_EXTRA_CA_CERTS=${quoted(authority)}`;
  }
  const own = credentialsLine(server, { name: 'default', baseUrl: url });
  if (own !== undefined) yield `credentials:\n${own}`;
  for (const sandbox of sandboxes.slice(0, SHOWN)) {
    yield `sandbox ${sandbox.name}: ${sandbox.baseUrl}`;
    const line = credentialsLine(server, sandbox);
    if (line !== undefined) yield line;
  }
  if (sandboxes.length > SHOWN) yield `and ${sandboxes.length - SHOWN} sandboxes more: sandbox list`;
  yield '';
}

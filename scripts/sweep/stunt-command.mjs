/** How the sweep starts the server: from source, on the Node that runs the sweep. */
import { join } from 'node:path';
import { sourceFlags } from '../tools/node-flags.mjs';

export function stuntCommand(root, document, port) {
  const main = join(root, 'packages/cli/src/main.ts');
  return [process.execPath, ...sourceFlags, main, 'serve', document, '--port', port, '--host', '127.0.0.1'].map(String);
}

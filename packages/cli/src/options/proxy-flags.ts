import type { Options } from 'yargs';
import { serveFlags } from './serve-flags.ts';

const { port, host, tls, sandbox, store, config, verboseLevel } = serveFlags;

/** The flags of `stunt proxy`: those of `stunt serve` that do not concern answers of the document, and those of the upstream. */
export const proxyFlags = {
  port,
  host,
  tls,
  'control-port': serveFlags['control-port'],
  'upstream-timeout': {
    type: 'string',
    requiresArg: true,
    group: 'Upstream:',
    description: 'How long it may take to connect, and then to begin its answer: 500ms, 30s',
    defaultDescription: '60s',
  },
  cors: {
    type: 'boolean',
    group: 'Upstream:',
    description: 'Answer preflights, and add CORS headers where the upstream sends none',
    defaultDescription: 'false',
  },
  'error-style': serveFlags['error-style'],
  sandbox,
  store,
  'public-url': serveFlags['public-url'],
  'fault-header': serveFlags['fault-header'],
  config,
  verboseLevel,
} as const satisfies Record<string, Options>;

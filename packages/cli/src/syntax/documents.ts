import { formatFlag } from '../options/control-flags.ts';
import { proxyFlags } from '../options/proxy-flags.ts';
import { serveFlags } from '../options/serve-flags.ts';
import { command } from './command.ts';

/** The commands that take documents. */
export const documentCommands = [
  command({
    words: ['serve'],
    alias: 'mock',
    positionals: '[documents..]',
    usage: 'DOCUMENT...',
    describe: 'Serve OpenAPI documents (2.0 to 3.2) or Postman collections',
    flags: serveFlags,
    builder: (serve) =>
      serve.positional('documents', {
        type: 'string',
        array: true,
        description: 'Files or URLs',
        defaultDescription: 'those of stunt.yaml',
      }),
    run: async (parsed, invocation) => (await import('../commands/serve.ts')).serve(parsed, invocation),
  }),
  command({
    words: ['proxy'],
    positionals: '<document> <upstream>',
    usage: 'DOCUMENT UPSTREAM',
    needs: 'a document and the URL of the real API',
    describe: 'Stand in front of a real API, to make it fail',
    flags: proxyFlags,
    builder: (proxy) =>
      proxy
        .positional('document', { type: 'string', demandOption: true, description: 'File or URL' })
        .positional('upstream', {
          type: 'string',
          demandOption: true,
          description: 'https://HOST, with its base path',
        }),
    run: async (parsed, invocation) => (await import('../commands/proxy.ts')).proxy(parsed, invocation),
  }),
  command({
    words: ['check'],
    positionals: '<document>',
    usage: 'DOCUMENT',
    needs: 'a document',
    describe: 'Say what is wrong with a document; exits 1 on errors',
    flags: {
      seed: { type: 'string', description: 'The seed that is served with: repairs depend on it' },
      state: { type: 'boolean', description: 'Say instead what is inferred of the state that is kept, and why' },
      format: formatFlag,
    },
    builder: (check) =>
      check.positional('document', { type: 'string', demandOption: true, description: 'File or URL' }),
    run: async (parsed, invocation) => (await import('../commands/check.ts')).check(parsed, invocation),
  }),
  command({
    words: ['types'],
    positionals: '<document>',
    usage: 'DOCUMENT',
    needs: 'a document',
    describe: 'Print the names of its operations as a TypeScript type, for tests with a double',
    flags: {
      output: { type: 'string', alias: 'o', description: 'Write to this file instead', defaultDescription: 'stdout' },
    },
    builder: (types) =>
      types.positional('document', { type: 'string', demandOption: true, description: 'File or URL' }),
    run: async (parsed, invocation) => (await import('../commands/types.ts')).types(parsed, invocation),
  }),
];

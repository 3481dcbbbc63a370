import { formatFlag } from '../options/control-flags.ts';
import { command } from './command.ts';

const failOnFlag = {
  choices: ['error', 'warning'],
  default: 'error',
  requiresArg: true,
  description: 'What exits 1: errors alone, or optional fields that are needed as well',
} as const;

const outputFlags = {
  format: {
    choices: ['text', 'json', 'github'],
    default: 'text',
    requiresArg: true,
    description: 'For a person, for a program, or as annotations of GitHub Actions',
  },
  junit: { type: 'string', requiresArg: true, description: 'Also write a JUnit report to this file' },
} as const;

/** The commands that hold pacts, and a running provider, against an OpenAPI document. */
export const contractCheckCommands = [
  command({
    words: ['contract', 'check'],
    positionals: '<paths..>',
    usage: 'PACT... [--document] DOCUMENT',
    needs: 'pact files or folders, and a document',
    describe: 'Hold pacts against an OpenAPI document; exits 1 where they are incompatible',
    flags: {
      document: {
        type: 'string',
        requiresArg: true,
        description: 'File or URL of the document',
        defaultDescription: 'the last argument',
      },
      'fail-on': failOnFlag,
      ...outputFlags,
    },
    builder: (check) =>
      check.positional('paths', {
        type: 'string',
        array: true,
        demandOption: true,
        description: 'Pact files, or folders of them',
      }),
    run: async (parsed, invocation) =>
      (await import('../commands/contract-check.ts')).contractCheck(parsed, invocation),
  }),
  command({
    words: ['contract', 'verify-provider'],
    positionals: '<document>',
    usage: 'DOCUMENT --provider-url URL',
    needs: 'a document',
    describe: 'Hold a running provider against its own document; exits 1 where it does not keep it',
    flags: {
      'provider-url': {
        type: 'string',
        requiresArg: true,
        demandOption: true,
        description: "Where it runs, with its base path; without a path, the document's",
      },
      methods: {
        type: 'string',
        requiresArg: true,
        description: 'Methods that are sent',
        defaultDescription: 'GET,HEAD,OPTIONS',
      },
      unsafe: { type: 'boolean', description: 'Send all methods: makes, changes and deletes things there' },
      seed: { type: 'string', requiresArg: true, description: 'The same seed sends the same requests' },
      'max-requests': {
        type: 'number',
        requiresArg: true,
        description: 'Of the whole check',
        defaultDescription: '500',
      },
      'per-operation': {
        type: 'number',
        requiresArg: true,
        description: 'Requests to one operation',
        defaultDescription: '12',
      },
      timeout: { type: 'string', requiresArg: true, description: 'For one answer', defaultDescription: '10s' },
      bearer: { type: 'string', requiresArg: true, description: 'A token for operations that ask for one' },
      'api-key': { type: 'string', requiresArg: true, description: 'A key for operations that ask for one' },
      header: { type: 'string', array: true, requiresArg: true, description: 'NAME: VALUE, with every request' },
      'fail-on': {
        choices: ['failed', 'not-exercised'],
        default: 'failed',
        requiresArg: true,
        description: 'What exits 1: failures alone, or operations that were not exercised as well',
      } as const,
      junit: outputFlags.junit,
      format: formatFlag,
    },
    builder: (verify) =>
      verify.positional('document', { type: 'string', demandOption: true, description: 'File or URL' }),
    run: async (parsed, invocation) =>
      (await import('../commands/contract-verify-provider.ts')).contractVerifyProvider(parsed, invocation),
  }),
];

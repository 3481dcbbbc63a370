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
];

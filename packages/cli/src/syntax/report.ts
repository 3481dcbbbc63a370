import { formatFlag } from '../options/control-flags.ts';
import { payloadFlags } from '../options/payload-flags.ts';
import { command } from './command.ts';

/** The commands that answer questions about a document. */
export const reportCommands = [
  command({
    words: ['report', 'security'],
    positionals: '<document>',
    usage: 'DOCUMENT',
    needs: 'a document',
    describe: 'Show what operations ask for: schemes, scopes, rate limits, and what is unprotected',
    flags: { format: formatFlag },
    builder: (report) =>
      report.positional('document', { type: 'string', demandOption: true, description: 'File or URL' }),
    run: async (parsed, invocation) =>
      (await import('../commands/report-security.ts')).reportSecurity(parsed, invocation),
  }),
  command({
    words: ['report', 'payload'],
    positionals: '<document>',
    usage: 'DOCUMENT --pacts FOLDER',
    needs: 'a document',
    describe: 'Show what operations offer and nobody reads, what is about persons, and what nobody sends',
    flags: payloadFlags,
    builder: (report) =>
      report.positional('document', { type: 'string', demandOption: true, description: 'File or URL' }),
    run: async (parsed, invocation) =>
      (await import('../commands/report-payload.ts')).reportPayload(parsed, invocation),
  }),
];

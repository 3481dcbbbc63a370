import { credentialsFlags, sandboxFlags, settingsFlags } from '../options/sandbox-flags.ts';
import { command } from './command.ts';

const needs = 'the name of a sandbox';
const knownName = { type: 'string', demandOption: true, description: 'See: sandbox list' } as const;
const ofOne = { positionals: '<name>', usage: 'NAME', needs } as const;

/** The commands of sandboxes. */
export const sandboxCommands = [
  command({
    words: ['sandbox', 'create'],
    ...ofOne,
    describe: 'Make a sandbox, and print its base URL, its credentials and a first request',
    flags: { ...settingsFlags, ...credentialsFlags },
    builder: (create) =>
      create.positional('name', {
        type: 'string',
        demandOption: true,
        description: 'Lower case letters, digits and dashes, up to 63',
      }),
    run: async (parsed, invocation) =>
      (await import('../commands/sandbox-create.ts')).sandboxCreate(parsed, invocation),
  }),
  command({
    words: ['sandbox', 'list'],
    describe: 'Show the sandboxes there are',
    flags: sandboxFlags,
    builder: (list) => list,
    run: async (parsed, invocation) => (await import('../commands/sandbox-list.ts')).sandboxList(parsed, invocation),
  }),
  command({
    words: ['sandbox', 'show'],
    ...ofOne,
    describe: 'Show one sandbox, with its credentials',
    flags: credentialsFlags,
    builder: (one) => one.positional('name', knownName),
    run: async (parsed, invocation) => (await import('../commands/sandbox-show.ts')).sandboxShow(parsed, invocation),
  }),
  command({
    words: ['sandbox', 'reset'],
    ...ofOne,
    describe: 'Let state, faults, scenarios, clock and journal start anew; the credentials stay',
    flags: sandboxFlags,
    builder: (one) => one.positional('name', knownName),
    run: async (parsed, invocation) => (await import('../commands/sandbox-reset.ts')).sandboxReset(parsed, invocation),
  }),
  command({
    words: ['sandbox', 'delete'],
    ...ofOne,
    describe: 'Delete a sandbox with all that is in it',
    flags: sandboxFlags,
    builder: (one) => one.positional('name', knownName),
    run: async (parsed, invocation) =>
      (await import('../commands/sandbox-delete.ts')).sandboxDelete(parsed, invocation),
  }),
  command({
    words: ['sandbox', 'rotate-keys'],
    ...ofOne,
    describe: 'Make new credentials; the old ones are worth nothing from then on',
    flags: credentialsFlags,
    builder: (one) => one.positional('name', knownName),
    run: async (parsed, invocation) =>
      (await import('../commands/sandbox-rotate-keys.ts')).sandboxRotateKeys(parsed, invocation),
  }),
  command({
    words: ['sandbox', 'export'],
    ...ofOne,
    describe: 'Print a sandbox as JSON, its settings and its state',
    flags: {
      credentials: { type: 'boolean', description: 'With its credentials' },
      control: sandboxFlags.control,
    },
    builder: (one) => one.positional('name', knownName),
    run: async (parsed, invocation) =>
      (await import('../commands/sandbox-export.ts')).sandboxExport(parsed, invocation),
  }),
  command({
    words: ['sandbox', 'import'],
    positionals: '<file>',
    usage: 'FILE',
    needs: 'a file that sandbox export printed',
    describe: 'Make a sandbox of what was exported',
    flags: {
      as: { type: 'string', requiresArg: true, description: 'Another name than the one in the file' },
      replace: { type: 'boolean', description: 'Take the place of the sandbox of that name' },
      ...credentialsFlags,
    },
    builder: (inner) =>
      inner.positional('file', {
        type: 'string',
        demandOption: true,
        description: 'What sandbox export printed; - is standard input',
      }),
    run: async (parsed, invocation) =>
      (await import('../commands/sandbox-import.ts')).sandboxImport(parsed, invocation),
  }),
  command({
    words: ['sandbox', 'invite'],
    positionals: '[name]',
    usage: '[NAME]',
    describe: 'Make a link with which a partner makes a sandbox of its own, once',
    flags: {
      ttl: { ...settingsFlags.ttl, description: 'How long the link is good for: 12h, 7d', defaultDescription: '7d' },
      'sandbox-ttl': { ...settingsFlags.ttl, description: 'How long the sandbox is there: 12h, 7d' },
      auth: settingsFlags.auth,
      ...sandboxFlags,
    },
    builder: (invite) =>
      invite.positional('name', {
        type: 'string',
        description: 'Of the sandbox; the partner chooses one where absent',
      }),
    run: async (parsed, invocation) =>
      (await import('../commands/sandbox-invite.ts')).sandboxInvite(parsed, invocation),
  }),
];

import type { Options } from 'yargs';
import { controlFlags } from '../options/control-flags.ts';
import { command } from './command.ts';

const event = {
  type: 'string',
  array: true,
  requiresArg: true,
  description: "Only this webhook, or 'intake.*'; may be repeated",
  defaultDescription: 'all',
} as const satisfies Options;

const secret = {
  type: 'string',
  requiresArg: true,
  description: 'What deliveries are signed with: whsec_ and base64',
} as const satisfies Options;

/** The commands of webhooks: who is told, and what was sent. */
export const webhookCommands = [
  command({
    words: ['webhook', 'listen'],
    describe: 'Bring the deliveries of a sandbox to a listener on this machine, for as long as this runs',
    flags: {
      'forward-to': {
        type: 'string',
        requiresArg: true,
        demandOption: true,
        description: 'Where to: http://localhost:3000/hooks',
      },
      event,
      secret: { ...secret, defaultDescription: 'one that stays the same for the sandbox' },
      ...controlFlags,
    },
    builder: (listen) => listen,
    run: async (parsed, invocation) =>
      (await import('../commands/webhook-listen.ts')).webhookListen(parsed, invocation),
  }),
  command({
    words: ['webhook', 'add'],
    describe: 'Subscribe an address that the double itself can reach',
    flags: {
      url: { type: 'string', requiresArg: true, demandOption: true, description: 'http://127.0.0.1:3000/hooks' },
      event,
      secret: { ...secret, defaultDescription: 'a new one' },
      ...controlFlags,
    },
    builder: (add) => add,
    run: async (parsed, invocation) => (await import('../commands/webhook-add.ts')).webhookAdd(parsed, invocation),
  }),
  command({
    words: ['webhook', 'list'],
    describe: 'Show the webhooks there are, and who subscribed',
    flags: controlFlags,
    builder: (list) => list,
    run: async (parsed, invocation) => (await import('../commands/webhook-list.ts')).webhookList(parsed, invocation),
  }),
  command({
    words: ['webhook', 'remove'],
    positionals: '<id>',
    usage: 'ID',
    needs: 'the id of a subscription',
    describe: 'End a subscription',
    flags: controlFlags,
    builder: (remove) =>
      remove.positional('id', { type: 'string', demandOption: true, description: 'See: webhook list' }),
    run: async (parsed, invocation) =>
      (await import('../commands/webhook-remove.ts')).webhookRemove(parsed, invocation),
  }),
  command({
    words: ['webhook', 'send'],
    positionals: '<event>',
    usage: 'EVENT',
    needs: 'the name of a webhook',
    describe: 'Fire an event by hand, to all that want it',
    flags: {
      data: {
        type: 'string',
        requiresArg: true,
        description: 'JSON file that is sent as it is',
        defaultDescription: 'made up from the document',
      },
      ...controlFlags,
    },
    builder: (send) =>
      send.positional('event', { type: 'string', demandOption: true, description: 'See: webhook list' }),
    run: async (parsed, invocation) => (await import('../commands/webhook-send.ts')).webhookSend(parsed, invocation),
  }),
  command({
    words: ['webhook', 'deliveries'],
    describe: 'Show the latest deliveries, a line for each attempt',
    flags: controlFlags,
    builder: (deliveries) => deliveries,
    run: async (parsed, invocation) =>
      (await import('../commands/webhook-deliveries.ts')).webhookDeliveries(parsed, invocation),
  }),
  command({
    words: ['webhook', 'replay'],
    positionals: '<id>',
    usage: 'DELIVERY-ID',
    needs: 'the id of a delivery',
    describe: 'Send the message of a delivery again',
    flags: controlFlags,
    builder: (replay) =>
      replay.positional('id', { type: 'string', demandOption: true, description: 'See: webhook deliveries' }),
    run: async (parsed, invocation) =>
      (await import('../commands/webhook-replay.ts')).webhookReplay(parsed, invocation),
  }),
];

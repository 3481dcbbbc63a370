import type { Options } from 'yargs';

/** A port: as a `number`, what is none would arrive as NaN, and could not be told back. */
const asGiven = (port: number | string): number | string => port;

/** The flags of `stunt contract serve`. */
export const contractServeFlags = {
  port: {
    alias: 'p',
    coerce: asGiven,
    requiresArg: true,
    description: 'Port, 0 to 65535; 0 takes a free one',
    defaultDescription: '4030',
  },
  host: {
    type: 'string',
    requiresArg: true,
    description: 'Address to listen on; 0.0.0.0 for all of them',
    defaultDescription: '127.0.0.1',
  },
  db: {
    type: 'string',
    requiresArg: true,
    description: 'The SQLite file that everything is kept in; made where there is none',
    defaultDescription: 'contracts.sqlite',
  },
  token: {
    type: 'string',
    requiresArg: true,
    description: 'What clients have to show, for reading and writing',
    defaultDescription: 'STUNT_TOKEN, else none',
  },
  'public-badges': {
    type: 'boolean',
    description: 'Show badges to everybody: pages that have them send no token',
    defaultDescription: 'false',
  },
  'webhook-allow': {
    type: 'string',
    array: true,
    requiresArg: true,
    description: 'Host, address or range that webhooks may go to beside public ones: 10.1.0.0/16; may be repeated',
  },
  'public-url': {
    type: 'string',
    requiresArg: true,
    description: 'The address that clients use, where something stands in front',
  },
} as const satisfies Record<string, Options>;

import type { Options } from 'yargs';

/** A port: as a `number`, what is none would arrive as NaN, and could not be told back. */
const asGiven = (port: number | string): number | string => port;

/**
 * The flags of `stunt serve`, Prism's under Prism's names, and the key of stunt.yaml that says the same. No flag has a
 * default here: what is not given must not win over the file; the engine knows the defaults, `defaultDescription` tells them.
 */
export const serveFlags = {
  port: {
    alias: 'p',
    coerce: asGiven,
    requiresArg: true,
    group: 'Listen:',
    description: 'Port, 0 to 65535; 0 takes a free one',
    defaultDescription: '4010',
  },
  host: {
    alias: 'h',
    type: 'string',
    requiresArg: true,
    group: 'Listen:',
    description: 'Address to listen on; 0.0.0.0 for all of them',
    defaultDescription: '127.0.0.1',
  },
  cors: {
    type: 'boolean',
    group: 'Listen:',
    description: 'Answer preflights and send CORS headers; --no-cors turns it off',
    defaultDescription: 'true',
  },
  'max-body': {
    type: 'string',
    requiresArg: true,
    group: 'Listen:',
    description: 'Largest request body: 512kb, 10mb, or bytes',
    defaultDescription: '10mb',
  },
  tls: {
    type: 'boolean',
    group: 'Listen:',
    description: 'HTTPS, with a certificate of a local authority that is made in .stunt/',
    defaultDescription: 'false',
  },
  'control-port': {
    coerce: asGiven,
    requiresArg: true,
    group: 'Listen:',
    description: 'Port of the second listener for control, on 127.0.0.1',
    defaultDescription: 'a free one',
  },
  dynamic: {
    alias: 'd',
    type: 'boolean',
    group: 'Answers:',
    description: 'Generate bodies instead of serving the examples',
    defaultDescription: 'false',
  },
  seed: {
    type: 'string',
    requiresArg: true,
    group: 'Answers:',
    description: 'Seed of generated data: the same seed and URL give the same body',
  },
  'ignore-examples': {
    type: 'boolean',
    group: 'Answers:',
    description: "Pass over the document's examples",
    defaultDescription: 'false',
  },
  'json-schema-faker-fillProperties': {
    type: 'boolean',
    group: 'Answers:',
    description: 'Generated bodies also have what additionalProperties allows',
    defaultDescription: 'true',
  },
  errors: {
    type: 'boolean',
    group: 'Answers:',
    description: 'Answer 500 where an example violates its schema (with --error-style prism)',
    defaultDescription: 'false',
  },
  'error-style': {
    choices: ['stunt', 'prism'],
    requiresArg: true,
    group: 'Answers:',
    description: "Problem documents: our own, or Prism's",
    defaultDescription: 'stunt',
  },
  stateless: {
    type: 'boolean',
    group: 'Answers:',
    description: 'Keep nothing that is written',
    defaultDescription: 'false',
  },
  base: {
    choices: ['document', 'empty'],
    requiresArg: true,
    group: 'Answers:',
    description: "What there is before anything is written: the document's data, or nothing",
    defaultDescription: 'document',
  },
  'max-items': {
    type: 'number',
    requiresArg: true,
    group: 'Answers:',
    description: 'Items that a sandbox may have written or deleted',
    defaultDescription: '100000',
  },
  overlay: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Answers:',
    description: 'OpenAPI Overlay to apply to each document; may be repeated',
  },
  fixtures: {
    type: 'string',
    requiresArg: true,
    group: 'Answers:',
    description: 'Items that the default sandbox begins with: a file, or a folder of them',
  },
  handlers: {
    type: 'string',
    requiresArg: true,
    group: 'Answers:',
    description: 'Folder of functions that answer operations; loaded anew on change',
  },
  auth: {
    choices: ['off', 'presence', 'enforce'],
    requiresArg: true,
    group: 'Sandbox:',
    description: 'Credentials: not looked at, present and well-formed, or right, with scopes',
    defaultDescription: 'presence; enforce in sandboxes with a name',
  },
  limits: {
    choices: ['off', 'on'],
    requiresArg: true,
    group: 'Sandbox:',
    description: 'Rate limits: none, or also those that only a documented 429 tells of',
    defaultDescription: 'what x-stunt-rate-limit and stunt.yaml say',
  },
  contracts: {
    type: 'boolean',
    group: 'Sandbox:',
    description: 'Keep contracts as well: a registry at /_stunt/contracts, in .stunt/contracts.sqlite',
    defaultDescription: 'false',
  },
  sandbox: {
    type: 'string',
    array: true,
    requiresArg: true,
    group: 'Sandbox:',
    description: 'Make a sandbox of that name, at /~NAME; may be repeated',
  },
  store: {
    choices: ['memory', 'sqlite'],
    requiresArg: true,
    group: 'Sandbox:',
    description: 'Where sandboxes are kept: until the double stops, or in .stunt/stunt.sqlite',
    defaultDescription: 'sqlite, from the first named sandbox on',
  },
  'public-url': {
    type: 'string',
    requiresArg: true,
    group: 'Listen:',
    description: 'How clients reach the double where something stands in front of it: https://HOST',
  },
  'fault-header': {
    choices: ['on', 'off'],
    requiresArg: true,
    group: 'Sandbox:',
    description: 'Whether a request may ask for its own fault: X-Stunt-Fault, Prefer: fault=',
    defaultDescription: 'on where only this machine can reach the port',
  },
  config: {
    type: 'string',
    requiresArg: true,
    group: 'Settings:',
    description: 'Settings file; flags win over it',
    defaultDescription: 'stunt.yaml, where no document is named',
  },
  verboseLevel: {
    alias: 'v',
    choices: ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'],
    requiresArg: true,
    group: 'Settings:',
    description: 'debug and trace print a line per request',
    defaultDescription: 'info',
  },
  multiprocess: {
    alias: 'm',
    type: 'boolean',
    group: 'Settings:',
    description: "Prism's; accepted, without effect",
  },
} as const satisfies Record<string, Options>;

export type ServeFlag = keyof typeof serveFlags;

/** Where stunt.yaml says the same, `.` between the levels; null where a file cannot say it. */
export const keyOfFlag: Record<ServeFlag, string | null> = {
  port: 'listen.port',
  host: 'listen.host',
  cors: 'listen.cors',
  'max-body': 'listen.maxBody',
  tls: 'listen.tls',
  'control-port': 'listen.controlPort',
  dynamic: 'answers.dynamic',
  seed: 'answers.seed',
  'ignore-examples': 'answers.ignoreExamples',
  'json-schema-faker-fillProperties': 'answers.fillProperties',
  errors: 'answers.errors',
  'error-style': 'answers.errorStyle',
  stateless: 'state',
  base: 'base',
  'max-items': 'maxItems',
  overlay: 'overlays',
  fixtures: 'fixtures',
  handlers: 'handlers',
  auth: 'auth',
  limits: 'limits',
  contracts: 'contracts',
  sandbox: 'sandboxes',
  store: 'store',
  'public-url': 'listen.publicUrl',
  'fault-header': 'faultHeader',
  config: null, // names the file itself
  verboseLevel: 'log.level',
  multiprocess: null, // has no effect that a file could ask for
};
